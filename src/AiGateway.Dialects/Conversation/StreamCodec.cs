namespace AiGateway.Dialects.Conversation;

/// <summary>Reads and writes a dialect's streams. Stateless; what it opens is not.</summary>
internal abstract class StreamCodec
{
    /// <summary>Begins to read the stream of one answer.</summary>
    public abstract EventReader OpenReader();

    /// <summary>Begins to write the stream of one answer.</summary>
    public abstract EventWriter OpenWriter(AnswerContext context);

    /// <summary>What a writer must know that goes on with a stream which somebody else began: what that one called whatever is called something.</summary>
    /// <param name="context">What it knows besides.</param>
    /// <param name="sent">The events so far, whole.</param>
    public virtual AnswerContext Resume(AnswerContext context, ReadOnlySpan<byte> sent) => context;
}
