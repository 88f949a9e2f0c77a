namespace AiGateway.Dialects.Conversation;

/// <summary>Fits what a request says of reasoning to what its target can be told.</summary>
/// <param name="fields">What the target's dialect calls each field.</param>
/// <param name="rules">What the target takes.</param>
/// <param name="dropped">Takes note of what cannot be obeyed.</param>
internal sealed class ReasoningFit(FieldTable fields, RequestRules rules, DroppedFields dropped)
{
    private static readonly ReasoningOptions s_off = new() { Effort = ReasoningEffort.None };

    private bool SpeaksOfEffort => rules.Efforts is { Count: > 0 } && rules.Reasoning is not (ReasoningSpelling.Budget or ReasoningSpelling.EnableThinking);

    /// <summary>What is to be said; null for nothing.</summary>
    public ReasoningOptions? Fit(ConversationRequest request)
    {
        var mayThink = MayThink(request);
        if (request.Reasoning is not { } asked)
        {
            // Who would think unasked, and be refused for it.
            return mayThink || rules.AlwaysThinks || rules.Reasoning != ReasoningSpelling.EnableThinking ? null : s_off;
        }

        var field = asked.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget;
        if (!rules.Takes(fields[field]))
        {
            return asked;
        }

        if (rules.Reasoning == ReasoningSpelling.None)
        {
            return Give(null, field, isObeyed: asked.IsOff && !rules.AlwaysThinks);
        }

        if (asked.IsOff)
        {
            return SwitchOff(asked, field);
        }

        return mayThink ? Bound(asked) : Give(rules.AlwaysThinks ? null : s_off, field, isObeyed: false);
    }

    private bool MayThink(ConversationRequest request)
    {
        var isForced = rules.ForcedCallsEndThinking && request is { ToolChoice.Mode: ToolChoiceMode.Required, Tools.Count: > 0 };
        return !isForced && (!rules.ThinksInStreamsOnly || (rules.Stream ?? request.Stream));
    }

    private ReasoningOptions? SwitchOff(ReasoningOptions asked, ConversationField field)
    {
        var hasWord = rules.Reasoning is not (null or ReasoningSpelling.Effort) || rules.Efforts is null || Has(ReasoningEffort.None);
        if (!rules.AlwaysThinks)
        {
            return Give(hasWord ? asked : null, field, isObeyed: hasWord);
        }

        // The least that it can be brought to.
        var least = SpeaksOfEffort && rules.Efforts is [var easiest, ..] ? new ReasoningOptions { Effort = easiest }
            : rules.LeastBudget > 0 ? new ReasoningOptions { Budget = rules.LeastBudget }
            : null;
        return Give(least, field, isObeyed: false);
    }

    private ReasoningOptions Bound(ReasoningOptions asked)
    {
        var hasWord = rules.Reasoning == ReasoningSpelling.Nested && asked.Budget is not null;
        if (SpeaksOfEffort && !hasWord && (asked.NearestEffort ?? Usual()) is { } effort)
        {
            return asked with { Effort = Nearest(effort), Budget = null };
        }

        return asked.NearestBudget is { } budget && (budget < rules.LeastBudget || budget > rules.MostBudget)
            ? asked with { Effort = null, Budget = Math.Clamp(budget, rules.LeastBudget, rules.MostBudget ?? long.MaxValue) }
            : asked;
    }

    // To think as the model sees fit has no word of its own among efforts.
    private ReasoningEffort? Usual() => rules.Reasoning is null or ReasoningSpelling.Effort ? ReasoningEffort.Medium : null;

    private ReasoningEffort Nearest(ReasoningEffort asked)
    {
        var efforts = rules.Efforts!;
        var nearest = default(ReasoningEffort?);
        foreach (var effort in efforts)
        {
            if (effort != ReasoningEffort.None && (nearest is null || effort <= asked))
            {
                nearest = effort;
            }
        }

        return nearest ?? efforts[0];
    }

    private bool Has(ReasoningEffort effort)
    {
        foreach (var known in rules.Efforts!)
        {
            if (known == effort)
            {
                return true;
            }
        }

        return false;
    }

    private ReasoningOptions? Give(ReasoningOptions? said, ConversationField field, bool isObeyed)
    {
        if (!isObeyed)
        {
            dropped.Add(field);
        }

        return said;
    }
}
