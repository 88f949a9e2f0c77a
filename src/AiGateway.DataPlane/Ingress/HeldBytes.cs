using System.Buffers;
using System.Numerics;

namespace AiGateway.Ingress;

/// <summary>A body held whole in pooled segments, charged to the memory budget. Not thread-safe; disposed once, by its exchange.</summary>
public sealed class HeldBytes(MemoryBudget budget) : IDisposable
{
    // Segments double up to this size, so that a short body takes little, and that the shared pool, which keeps a number of arrays of each size,
    // keeps those of a long one: 10 MiB in pieces of 64 KiB would be new garbage with each request.
    private const int LargestSegment = 1024 * 1024;
    private const int FirstSegment = 64 * 1024;
    private const int SmallestSegment = 4096;

    private Segment? _first;
    private Segment? _last;
    private long _charged;
    private bool _disposed;

    /// <summary>Bytes held.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes, valid until disposal or the next write.</summary>
    public ReadOnlySequence<byte> Sequence =>
        _first is null ? ReadOnlySequence<byte>.Empty
        : _first == _last ? new ReadOnlySequence<byte>(_first.Array, 0, _first.Filled)
        : Link();

    /// <summary>Makes sure that <see cref="GetMemory"/> has something to give; false where the budget is spent.</summary>
    /// <param name="expected">Bytes that are expected in all, or 0 where nobody knows.</param>
    public bool TryReserve(long expected = 0)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_last is { } last && last.Filled < last.Array.Length)
        {
            return true;
        }

        // Never more than has come already, so that nobody reserves memory by announcing a body; in powers of two, as the pool hands them out.
        var wanted = expected > Length ? expected - Length : Math.Max(SmallestSegment, Length);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Math.Min(wanted, Math.Max(FirstSegment, Length)), 16, LargestSegment));
        if (!budget.TryTake(size))
        {
            return false;
        }

        _charged += size;
        var segment = new Segment(ArrayPool<byte>.Shared.Rent(size));
        _last?.Follow(segment);
        _last = segment;
        _first ??= segment;
        return true;
    }

    /// <summary>Appends bytes; false, with some of them perhaps appended, where the budget is spent.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes, long expected = 0)
    {
        while (!bytes.IsEmpty)
        {
            if (!TryReserve(expected))
            {
                return false;
            }

            var room = GetMemory().Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Bytes have been written to what <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count)
    {
        _last!.Filled += count;
        Length += count;
    }

    /// <summary>What is left of the segment that <see cref="TryReserve"/> made room in.</summary>
    public Memory<byte> GetMemory() => _last!.Array.AsMemory(_last.Filled);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        for (var segment = _first; segment is not null; segment = segment.Following)
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
        }

        _first = _last = null;
        budget.Return(_charged);
    }

    private ReadOnlySequence<byte> Link()
    {
        var index = 0L;
        for (var segment = _first; segment is not null; segment = segment.Following)
        {
            index = segment.Place(index);
        }

        return new ReadOnlySequence<byte>(_first!, 0, _last!, _last!.Filled);
    }

    private sealed class Segment(byte[] array) : ReadOnlySequenceSegment<byte>
    {
        public byte[] Array { get; } = array;

        public int Filled { get; set; }

        public Segment? Following => (Segment?)Next;

        public void Follow(Segment next) => Next = next;

        public long Place(long index)
        {
            Memory = Array.AsMemory(0, Filled);
            RunningIndex = index;
            return index + Filled;
        }
    }
}
