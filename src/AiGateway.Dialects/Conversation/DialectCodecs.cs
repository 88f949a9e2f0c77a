using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Dialects.Conversation;

/// <summary>How a dialect is read into the hub and written from it.</summary>
/// <param name="Name">The dialect's name.</param>
/// <param name="Request">Its requests.</param>
/// <param name="Answer">Its whole answers.</param>
/// <param name="Stream">Its streams.</param>
/// <param name="Error">Its errors.</param>
internal sealed record DialectCodecs(string Name, RequestCodec Request, AnswerCodec Answer, StreamCodec Stream, ErrorCodec Error)
{
    /// <summary>Every dialect that meets others in the hub, one line each.</summary>
    public static IReadOnlyList<DialectCodecs> All { get; } =
    [
        new("openai-chat", ChatRequestCodec.Instance, ChatAnswerCodec.Instance, ChatStreamCodec.Instance, ChatErrorCodec.Instance),
        new("openai-responses", ResponsesRequestCodec.Instance, ResponsesAnswerCodec.Instance, ResponsesStreamCodec.Instance, ResponsesErrorCodec.Instance),
        new("anthropic", AnthropicRequestCodec.Instance, AnthropicAnswerCodec.Instance, AnthropicStreamCodec.Instance, AnthropicErrorCodec.Instance),
        new("gemini", GeminiRequestCodec.Instance, GeminiAnswerCodec.Instance, GeminiStreamCodec.Instance, GeminiErrorCodec.Instance),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
