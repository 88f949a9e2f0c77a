using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiCompletions;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Tokens;

namespace AiGateway.Dialects.Conversation;

/// <summary>How a dialect is read into the hub and written from it.</summary>
/// <param name="Name">The dialect's name.</param>
/// <param name="Request">Its requests.</param>
/// <param name="Answer">Its whole answers.</param>
/// <param name="Stream">Its streams.</param>
/// <param name="Error">Its errors.</param>
internal sealed record DialectCodecs(string Name, RequestCodec Request, AnswerCodec Answer, StreamCodec Stream, ErrorCodec Error)
{
    /// <summary>How it asks for the tokens of a conversation; null where it has no way to.</summary>
    public TokenCountCodec? Counting { get; init; }

    /// <summary>OpenAI Chat.</summary>
    public static readonly DialectCodecs Chat =
        new("openai-chat", ChatRequestCodec.Instance, ChatAnswerCodec.Instance, ChatStreamCodec.Instance, ChatErrorCodec.Instance);

    /// <summary>OpenAI Responses.</summary>
    public static readonly DialectCodecs Responses =
        new("openai-responses", ResponsesRequestCodec.Instance, ResponsesAnswerCodec.Instance, ResponsesStreamCodec.Instance, ResponsesErrorCodec.Instance)
        {
            Counting = ResponsesTokenCount.Instance,
        };

    /// <summary>Anthropic Messages.</summary>
    public static readonly DialectCodecs Anthropic =
        new("anthropic", AnthropicRequestCodec.Instance, AnthropicAnswerCodec.Instance, AnthropicStreamCodec.Instance, AnthropicErrorCodec.Instance)
        {
            Counting = AnthropicTokenCount.Instance,
        };

    /// <summary>Gemini.</summary>
    public static readonly DialectCodecs Gemini =
        new("gemini", GeminiRequestCodec.Instance, GeminiAnswerCodec.Instance, GeminiStreamCodec.Instance, GeminiErrorCodec.Instance)
        {
            Counting = GeminiTokenCount.Instance,
        };

    /// <summary>OpenAI's legacy completions.</summary>
    public static readonly DialectCodecs Completions =
        new("openai-completions", CompletionsRequestCodec.Instance, CompletionsAnswerCodec.Instance, CompletionsStreamCodec.Instance, ChatErrorCodec.Instance)
        {
            ForCallersOnly = true,
        };

    /// <summary>Every dialect that meets others in the hub, one line each.</summary>
    public static IReadOnlyList<DialectCodecs> All { get; } =
    [
        Chat,
        Responses,
        Anthropic,
        Gemini,
    ];

    /// <summary>Callers speak it, and no target is asked in it but by bytes that pass: it is read as a request and written as an answer. Default false.</summary>
    public bool ForCallersOnly { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
