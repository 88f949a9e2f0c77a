using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>The words of <c>finishReason</c>, to which new ones are added without warning.</summary>
internal static class GeminiStop
{
    /// <summary>Reads a reason; null where there is none yet.</summary>
    /// <param name="word">The member.</param>
    /// <param name="hasCall">A function was called, which the word does not say.</param>
    public static StopReason? Read(JsonView word, bool hasCall)
    {
        if (word.Quoted.Length <= 2 || word.Is("FINISH_REASON_UNSPECIFIED"u8))
        {
            return null;
        }

        if (word.Is("MAX_TOKENS"u8))
        {
            return StopReason.MaxTokens;
        }

        if (word.Is("MALFORMED_FUNCTION_CALL"u8) || word.Is("UNEXPECTED_TOOL_CALL"u8) || word.Is("TOO_MANY_TOOL_CALLS"u8))
        {
            return StopReason.MalformedCall;
        }

        return IsFilter(word) ? StopReason.Filtered : hasCall ? StopReason.ToolCall : StopReason.Complete;
    }

    /// <summary>The word for a reason.</summary>
    public static ReadOnlySpan<byte> WordOf(StopReason reason) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "MAX_TOKENS"u8,
        StopReason.Filtered or StopReason.Refused => "SAFETY"u8,
        StopReason.MalformedCall => "MALFORMED_FUNCTION_CALL"u8,
        _ => "STOP"u8,
    };

    private static bool IsFilter(JsonView word) =>
        word.Is("SAFETY"u8) || word.Is("RECITATION"u8) || word.Is("LANGUAGE"u8) || word.Is("BLOCKLIST"u8) || word.Is("PROHIBITED_CONTENT"u8)
        || word.Is("SPII"u8) || (word.Quoted.StartsWith("\"IMAGE_"u8) && !word.Is("IMAGE_OTHER"u8));
}
