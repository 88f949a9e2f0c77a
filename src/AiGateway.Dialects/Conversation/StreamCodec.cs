namespace AiGateway.Dialects.Conversation;

/// <summary>Reads and writes a dialect's streams. Stateless; what it opens is not.</summary>
internal abstract class StreamCodec
{
    /// <summary>Begins to read the stream of one answer.</summary>
    public abstract EventReader OpenReader();

    /// <summary>Begins to write the stream of one answer.</summary>
    public abstract EventWriter OpenWriter(AnswerContext context);
}
