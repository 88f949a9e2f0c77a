using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>The words of <c>finish_reason</c>.</summary>
internal static class ChatStop
{
    /// <summary>Reads a reason; null where there is none yet: null, an empty string, or the string "null".</summary>
    /// <param name="word">The member.</param>
    /// <param name="hasCall">A tool was called: some say "stop" all the same.</param>
    /// <param name="hasRefusal">The model declined.</param>
    public static StopReason? Read(JsonView word, bool hasCall, bool hasRefusal)
    {
        if (word.Quoted.Length <= 2 || word.Is("null"u8))
        {
            return null;
        }

        if (word.Is("length"u8))
        {
            return StopReason.MaxTokens;
        }

        if (word.Is("model_length"u8))
        {
            return StopReason.ContextFull;
        }

        // "sensitive" is Zhipu's word.
        if (word.Is("content_filter"u8) || word.Is("sensitive"u8))
        {
            return StopReason.Filtered;
        }

        return hasCall || word.Is("tool_calls"u8) || word.Is("function_call"u8) ? StopReason.ToolCall
            : hasRefusal ? StopReason.Refused
            : StopReason.Complete;
    }

    /// <summary>The word for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="hasRefusal">The answer says in its own member that the model declined: then it has stopped, else it was filtered.</param>
    /// <param name="isOld">The caller knows functions and no tools.</param>
    public static ReadOnlySpan<byte> WordOf(StopReason reason, bool hasRefusal, bool isOld = false) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "length"u8,
        StopReason.ToolCall => isOld ? "function_call"u8 : "tool_calls"u8,
        StopReason.Filtered => "content_filter"u8,
        StopReason.Refused => hasRefusal ? "stop"u8 : "content_filter"u8,
        _ => "stop"u8,
    };
}
