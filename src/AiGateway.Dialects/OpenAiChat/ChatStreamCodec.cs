using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>The chunks of <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ChatStreamCodec Instance = new();

    private ChatStreamCodec()
    {
    }

    /// <inheritdoc/>
    public override EventReader OpenReader() => new ChatStreamReader();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new ChatStreamWriter(context);
}
