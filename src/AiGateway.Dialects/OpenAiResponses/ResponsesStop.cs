using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Why a response ends: its status, and what makes it incomplete.</summary>
internal static class ResponsesStop
{
    /// <summary>Reads it.</summary>
    /// <param name="response">The response.</param>
    /// <param name="isIncomplete">The response is told to be incomplete, be it by its event.</param>
    /// <param name="hasCall">A tool is called.</param>
    /// <param name="hasRefusal">The model declined.</param>
    public static StopReason Read(JsonView response, bool isIncomplete, bool hasCall, bool hasRefusal)
    {
        var reason = response["incomplete_details"u8]["reason"u8];
        if (isIncomplete || response["status"u8].Is("incomplete"u8))
        {
            return reason.Is("content_filter"u8) ? StopReason.Filtered : StopReason.MaxTokens;
        }

        return hasCall ? StopReason.ToolCall : hasRefusal ? StopReason.Refused : StopReason.Complete;
    }

    /// <summary>What makes a response incomplete; empty where it is complete.</summary>
    /// <param name="stop">Why it ends.</param>
    /// <param name="hasRefusal">It says in its own words that the model declined: then it is complete, else it was filtered.</param>
    public static ReadOnlySpan<byte> IncompleteReason(StopReason stop, bool hasRefusal) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextFull => "max_output_tokens"u8,
        StopReason.Filtered => "content_filter"u8,
        StopReason.Refused when !hasRefusal => "content_filter"u8,
        _ => default,
    };
}
