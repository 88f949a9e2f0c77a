using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Dialects;

/// <summary>Every dialect, one line each.</summary>
public static class DialectCatalogue
{
    /// <summary>All dialects that the gateway speaks.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        OpenAiChatDialect.Instance,
        OpenAiResponsesDialect.Instance,
        AnthropicDialect.Instance,
        GeminiDialect.Instance,
    ];

    /// <summary>The dialect of errors on paths that have none.</summary>
    public static Dialect Fallback => OpenAiChatDialect.Instance;
}
