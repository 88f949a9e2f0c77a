using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>The chunks of a legacy completion, as they are written for a caller.</summary>
internal sealed class CompletionsStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly CompletionsStreamCodec Instance = new();

    private CompletionsStreamCodec()
    {
    }

    /// <inheritdoc/>
    /// <remarks>Never called: no target answers in it but by bytes that pass.</remarks>
    public override EventReader OpenReader() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new CompletionsStreamWriter(context);
}
