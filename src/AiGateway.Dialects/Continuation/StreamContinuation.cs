using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>
/// The next target's answer, read and rewritten so that it goes on where a broken stream ended and the caller sees one stream. One per answer;
/// not thread-safe.
/// </summary>
/// <remarks>
/// For every event, <see cref="StreamTap.Read"/> first, then <see cref="Write"/>. Where the new answer cannot be joined to what was sent, Read says
/// <see cref="EventKind.Malformed"/> and <see cref="StreamTap.Error"/> says why. An event that had to be skipped unread ends the continuation likewise,
/// since it could not be rewritten. <see cref="StreamTap.Usage"/> tells what all streams used together.
/// </remarks>
public abstract class StreamContinuation : StreamTap
{
    /// <summary>The next target is given the text already sent and goes on from there; else it starts over, and what it repeats is dropped.</summary>
    public abstract bool IsPrefilled { get; }

    /// <summary>What makes the caller's body the next target's: sorted, not overlapping; empty where it starts over.</summary>
    public abstract IReadOnlyList<BodyEdit> Edits { get; }

    /// <summary>
    /// Writes what the caller gets in place of the event that was read last: complete events, or nothing. Once an event; what is not
    /// written before the next event is read is lost.
    /// </summary>
    public abstract void Write(IBufferWriter<byte> output);
}
