using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Fits what was said so far to what a target takes.</summary>
internal static class TurnFit
{
    private static readonly Turn s_goOn = new(TurnRole.User, [new TextPart(JsonString.Of("Continue."))]);

    /// <summary>The turns as the target takes them; the same ones where it does already.</summary>
    public static IReadOnlyList<Turn> Fit(IReadOnlyList<Turn> turns, RequestRules rules)
    {
        turns = rules.InstructionsFirst ? InstructionFit.Fit(turns) : turns;
        var needsWord = !rules.Prefill && EndsWithModel(turns);
        if (!rules.ShortCallIds && !needsWord)
        {
            return turns;
        }

        var fitted = new List<Turn>(turns.Count + 1);
        foreach (var turn in turns)
        {
            fitted.Add(rules.ShortCallIds ? turn with { Parts = WithShortIds(turn.Parts) } : turn);
        }

        if (needsWord)
        {
            fitted.Add(s_goOn);
        }

        return fitted;
    }

    private static List<Part> WithShortIds(IReadOnlyList<Part> parts)
    {
        var fitted = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            fitted.Add(part switch
            {
                ToolCallPart call => call with { Id = CallId.Shorten(call.Id) },
                ToolResultPart result => result with { CallId = CallId.Shorten(result.CallId) },
                _ => part,
            });
        }

        return fitted;
    }

    private static bool EndsWithModel(IReadOnlyList<Turn> turns)
    {
        if (turns is not [.., { Role: TurnRole.Assistant } last])
        {
            return false;
        }

        foreach (var part in last.Parts)
        {
            if (part is ToolCallPart)
            {
                return false;
            }
        }

        return true;
    }
}
