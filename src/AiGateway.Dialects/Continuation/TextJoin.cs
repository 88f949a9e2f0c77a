namespace AiGateway.Dialects.Continuation;

/// <summary>What becomes of a chunk where a new answer is joined to the text already sent.</summary>
internal enum JoinStep
{
    /// <summary>It passes, but for what was dropped of the text.</summary>
    Pass,

    /// <summary>It repeats what was sent.</summary>
    Drop,

    /// <summary>It waits until the next chunks tell whether it repeats what was sent.</summary>
    Hold,

    /// <summary>It contradicts what was sent: the two answers cannot be joined.</summary>
    Diverge,
}

/// <summary>Finds where the text of a new answer goes on from the text already sent. One per answer.</summary>
internal abstract class TextJoin
{
    /// <summary>How many UTF-16 units to drop from the beginning of what passes now, held chunks first; only behind a step that passes.</summary>
    public int Surplus { get; protected set; }

    /// <summary>Judges the next chunk by its text, which may be empty.</summary>
    /// <param name="text">What stands between the quotes, escaped, in valid UTF-8.</param>
    public abstract JoinStep Take(ReadOnlySpan<byte> text);

    /// <summary>Judges the last chunk once more: it has what text cannot follow upon, or cannot wait.</summary>
    public abstract JoinStep Close();
}
