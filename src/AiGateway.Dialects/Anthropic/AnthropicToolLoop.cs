using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What the API demands of a model's turn while its calls are being answered.</summary>
internal static class AnthropicToolLoop
{
    /// <summary>
    /// Whether the last turn of the model has calls that are just being answered, and does not begin with thinking of its own: with a budget to think, the
    /// API refuses that. It may be lost where another provider, or another instance of the gateway, made the call.
    /// </summary>
    public static bool LacksThinking(IReadOnlyList<Turn> turns)
    {
        var at = turns.Count - 1;
        var isAnswered = false;
        for (; at >= 0 && turns[at].Role != TurnRole.Assistant; at--)
        {
            isAnswered |= HasResult(turns[at].Parts);
        }

        if (!isAnswered || at < 0)
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
