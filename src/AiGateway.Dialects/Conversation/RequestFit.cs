namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Fits a request to what one target takes, in whatever dialect it is then written. What is brought within bounds (a temperature, an effort, a token
/// limit) arrives, if less precisely, and is not told; what cannot be obeyed is.
/// </summary>
/// <param name="fields">What the target's dialect calls each field.</param>
/// <param name="rules">What the target takes.</param>
/// <param name="dropped">Takes note of what cannot be obeyed.</param>
internal sealed class RequestFit(FieldTable fields, RequestRules rules, DroppedFields dropped)
{
    /// <summary>The request as the target takes it; the same one where it does already.</summary>
    public ConversationRequest Fit(ConversationRequest request)
    {
        if (ReferenceEquals(rules, RequestRules.Default))
        {
            return request;
        }

        var called = FitTools(request);
        return called with
        {
            Sampling = FitSampling(called.Sampling),
            Reasoning = new ReasoningFit(fields, rules, dropped).Fit(called),
            Format = FitFormat(called),
            Turns = TurnFit.Fit(called.Turns, rules),
        };
    }

    private ConversationRequest FitTools(ConversationRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return request;
        }

        if (!Takes(ConversationField.Tools))
        {
            // Who takes no tools takes nothing that is said of them.
            dropped.Add(ConversationField.Tools);
            return request with { Tools = [], ToolChoice = null, ParallelToolCalls = null };
        }

        if (request.ToolChoice is { Mode: ToolChoiceMode.None } && !rules.NoCalls)
        {
            return request with { Tools = [], ToolChoice = null, ParallelToolCalls = null };
        }

        return request with
        {
            ToolChoice = FitChoice(request),
            ParallelToolCalls = request.ParallelToolCalls ?? (rules.OneCallByDefault ? true : null),
        };
    }

    private ToolChoice? FitChoice(ConversationRequest request)
    {
        if (request.ToolChoice is not { Mode: ToolChoiceMode.Required } choice)
        {
            return request.ToolChoice;
        }

        var mayForce = rules.ForcedCalls != ForcedCalls.Never && !(rules.ForcedCallsEndThinking && rules.AlwaysThinks);
        if (mayForce && (rules.ForcedCalls == ForcedCalls.AnyOrNamed || choice.Names.Count == 1))
        {
            return choice;
        }

        if (mayForce && choice.Names.Count == 0 && request.Tools is [FunctionTool only])
        {
            return choice with { Names = [only.Name] };
        }

        dropped.Add(ConversationField.ToolChoice);
        return null;
    }

    private SamplingOptions FitSampling(SamplingOptions sampling)
    {
        var fitted = sampling with
        {
            MaxTokens = rules.MostTokens is { } most && sampling.MaxTokens > most ? most : sampling.MaxTokens,
            Temperature = Within(Unless(sampling.Temperature, 1, ConversationField.Temperature), rules.LeastTemperature, rules.MaxTemperature),
            TopP = Within(Unless(sampling.TopP, 1, ConversationField.TopP), rules.LeastTopP, null),
        };
        if (!rules.OneSampler || fitted.Temperature is null || fitted.TopP is null)
        {
            return fitted;
        }

        if (fitted.TopP != 1)
        {
            dropped.Add(ConversationField.TopP);
        }

        return fitted with { TopP = null };
    }

    // Who refuses a number and is given what it would take by itself is not asked for anything.
    private double? Unless(double? asked, double usual, ConversationField field) => asked == usual && !Takes(field) ? null : asked;

    private static double? Within(double? asked, double? least, double? most) =>
        asked is not { } number ? null : Math.Max(Math.Min(number, most ?? number), least ?? double.MinValue);

    private ResponseFormat? FitFormat(ConversationRequest request)
    {
        if (request.Format is not { } format || rules.FormatBesideTools || request.Tools.Count == 0)
        {
            return request.Format;
        }

        dropped.Add(format.Schema.IsEmpty ? ConversationField.JsonObject : ConversationField.JsonSchema);
        return null;
    }

    private bool Takes(ConversationField field) => rules.Takes(fields[field]);
}
