using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;

namespace AiGateway.Upstream;

/// <summary>
/// The part of a stream that has come and has not gone: first the events that may go on, then what is yet to be judged. Holds no memory while
/// there is neither. Not thread-safe.
/// </summary>
/// <param name="budget">What larger events are charged to.</param>
/// <param name="largest">The largest event that is held, in bytes.</param>
/// <param name="rewrite">What every event is rewritten by, once it has read it; null where events go on as they came.</param>
internal sealed class EventWindow(MemoryBudget budget, int largest, StreamRewrite? rewrite) : IDisposable
{
    private readonly EventBuffer _buffer = new(budget, largest);
    private readonly ArrayBufferWriter<byte>? _rewritten = rewrite is null ? null : new ArrayBufferWriter<byte>(1024);
    private EventFramer _framer;
    private int _approved;

    /// <summary>Nothing has come that has not gone.</summary>
    public bool IsEmpty => _buffer.IsEmpty;

    /// <summary>Events do not go on as they came.</summary>
    public bool Rewrites => _rewritten is not null;

    /// <summary>The beginning of an event has gone on that was too large to be judged, and its end has not come.</summary>
    public bool IsInsideEvent { get; private set; }

    /// <summary>What may go on.</summary>
    public ReadOnlySpan<byte> Approved => _rewritten is null ? _buffer.Bytes[.._approved] : _rewritten.WrittenSpan;

    /// <summary>What is yet to be judged.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.Bytes[_approved..];

    /// <summary>The room that <see cref="TryMakeRoom"/> made.</summary>
    public Memory<byte> Room => _buffer.Room;

    /// <summary>Makes room for more bytes; false where the pending event is too large to be held.</summary>
    public bool TryMakeRoom() => _buffer.TryMakeRoom();

    /// <summary>Bytes have come.</summary>
    public void Advance(int count) => _buffer.Advance(count);

    /// <summary>Gives the memory back while there is nothing to keep in it.</summary>
    public void ReleaseIfEmpty() => _buffer.ReleaseIfEmpty();

    /// <summary>Finds the next event that is whole; it must be approved or dropped before the one behind it is asked for.</summary>
    /// <param name="length">Its length; its bytes are the first of <see cref="Rest"/>.</param>
    public bool TryReadEvent(out int length) => _framer.TryReadEvent(Rest, out length);

    /// <summary>The next bytes, an event that has been read, may go on.</summary>
    public void Approve(int length)
    {
        if (_rewritten is null)
        {
            _approved += length;
            return;
        }

        rewrite!.Write(_rewritten);
        Drop(length);
    }

    /// <summary>All that there is may go on, up to the end of an event that is too large to be held; it goes through unread, and is never rewritten.</summary>
    public void ApproveUnread()
    {
        if (IsInsideEvent && TryReadEvent(out var length))
        {
            IsInsideEvent = false;
            _approved += length;
            return;
        }

        IsInsideEvent = true;
        _framer.Advance(Rest.Length);
        _approved = _buffer.Bytes.Length;
    }

    /// <summary>The next event is withheld.</summary>
    public void Drop(int length) => _buffer.Cut(_approved, length);

    /// <summary>What was approved has gone on, or is not to.</summary>
    public void ConsumeApproved()
    {
        _buffer.Consume(_approved);
        _approved = 0;
        _rewritten?.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
