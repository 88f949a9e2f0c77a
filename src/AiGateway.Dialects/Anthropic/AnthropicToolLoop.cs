using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What the API demands of a turn of the model that is not over: its calls are being answered, or it is to go on.</summary>
internal static class AnthropicToolLoop
{
    /// <summary>
    /// Whether the model's last turn is not over and does not begin with its thinking: with a budget to think, the API refuses that. It is lost where another
    /// provider, or another instance of the gateway, made the call.
    /// </summary>
    public static bool LacksThinking(IReadOnlyList<Turn> turns)
    {
        var at = turns.Count - 1;
        var isOpen = turns is [.., { Role: TurnRole.Assistant }];
        for (; at >= 0 && turns[at].Role != TurnRole.Assistant; at--)
        {
            isOpen |= HasResult(turns[at].Parts);
        }

        if (!isOpen || at < 0)
        {
            return false;
        }

        // What the model said in several turns on end becomes one.
        while (at > 0 && turns[at - 1].Role == TurnRole.Assistant)
        {
            at--;
        }

        return !BeginsWithThinking(turns[at].Parts);
    }

    private static bool HasResult(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is ToolResultPart)
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWithThinking(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case ReasoningPart { Signature.Family: DialectFamily.Anthropic } or SealedReasoningPart { Content.Family: DialectFamily.Anthropic }:
                    return true;
                case ReasoningPart or SealedReasoningPart or TextPart { Text.IsBlank: true }:
                    // Not written at all.
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
