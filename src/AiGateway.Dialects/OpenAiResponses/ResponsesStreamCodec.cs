using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The events of <c>POST /v1/responses</c>.</summary>
internal sealed class ResponsesStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesStreamCodec Instance = new();

    private ResponsesStreamCodec()
    {
    }

    /// <inheritdoc/>
    public override EventReader OpenReader() => new ResponsesStreamReader();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new ResponsesStreamWriter(context);
}
