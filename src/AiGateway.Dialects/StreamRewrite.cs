using System.Buffers;

namespace AiGateway.Dialects;

/// <summary>
/// Reads the events of one answer and says what the caller gets in their place. For every event, <see cref="StreamTap.Read"/> first, then
/// <see cref="Write"/>. An event that had to be skipped unread ends the stream, since it cannot be rewritten. One per answer; not thread-safe.
/// </summary>
public abstract class StreamRewrite : StreamTap
{
    /// <summary>
    /// Writes what the caller gets in place of the event that was read last: complete events, or nothing. Once an event; what is not
    /// written before the next event is read is lost.
    /// </summary>
    public abstract void Write(IBufferWriter<byte> output);
}
