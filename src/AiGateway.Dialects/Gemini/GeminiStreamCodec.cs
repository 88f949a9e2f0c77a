using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Gemini;

/// <summary>The events of <c>:streamGenerateContent?alt=sse</c>.</summary>
internal sealed class GeminiStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly GeminiStreamCodec Instance = new();

    private GeminiStreamCodec()
    {
    }

    /// <inheritdoc/>
    public override EventReader OpenReader() => new GeminiStreamReader();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new GeminiStreamWriter(context);
}
