using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>The events of <c>POST /v1/messages</c>.</summary>
internal sealed class AnthropicStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly AnthropicStreamCodec Instance = new();

    private AnthropicStreamCodec()
    {
    }

    /// <inheritdoc/>
    public override EventReader OpenReader() => new AnthropicStreamReader();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new AnthropicStreamWriter(context);
}
