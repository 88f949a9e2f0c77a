using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>The words of <c>stop_reason</c>.</summary>
internal static class AnthropicStop
{
    /// <summary>Reads a reason; null where there is none yet.</summary>
    /// <param name="word">The member.</param>
    /// <param name="hasCall">A tool was called: imitations say "end_turn" all the same.</param>
    public static StopReason? Read(JsonView word, bool hasCall)
    {
        if (word.Quoted.Length <= 2)
        {
            return null;
        }

        return word.Is("tool_use"u8) ? StopReason.ToolCall
            : word.Is("max_tokens"u8) ? StopReason.MaxTokens
            : word.Is("stop_sequence"u8) ? StopReason.StopSequence
            : word.Is("refusal"u8) ? StopReason.Refused
            : word.Is("pause_turn"u8) ? StopReason.Paused
            : word.Is("model_context_window_exceeded"u8) ? StopReason.ContextFull
            : hasCall ? StopReason.ToolCall
            : StopReason.Complete;
    }

    /// <summary>The word for a reason.</summary>
    public static ReadOnlySpan<byte> WordOf(StopReason reason, bool hasSequence) => reason switch
    {
        StopReason.ToolCall => "tool_use"u8,
        StopReason.MaxTokens => "max_tokens"u8,
        StopReason.ContextFull => "model_context_window_exceeded"u8,
        StopReason.StopSequence => "stop_sequence"u8,
        StopReason.Refused or StopReason.Filtered => "refusal"u8,
        StopReason.Paused => "pause_turn"u8,
        StopReason.Complete when hasSequence => "stop_sequence"u8,
        _ => "end_turn"u8,
    };
}
