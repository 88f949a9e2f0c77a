using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>
/// The next target's answer, read and rewritten so that it goes on where a broken stream ended and the caller sees one stream. One per answer;
/// not thread-safe.
/// </summary>
/// <remarks>
/// Where the new answer cannot be joined to what was sent, Read says
/// <see cref="EventKind.Malformed"/> and <see cref="StreamTap.Error"/> says why. <see cref="StreamTap.Usage"/> tells what all streams used together.
/// </remarks>
public abstract class StreamContinuation : StreamRewrite
{
    /// <summary>The next target is given the text already sent and goes on from there; else it starts over, and what it repeats is dropped.</summary>
    public abstract bool IsPrefilled { get; }

    /// <summary>All that was sent has been joined to the new answer, which could end here, though the event that says so has not come.</summary>
    public virtual bool MayEnd => IsWhole;

    /// <summary>What makes the caller's body the next target's: sorted, not overlapping; empty where it starts over.</summary>
    public abstract IReadOnlyList<BodyEdit> Edits { get; }
}
