using System.Buffers;
using AiGateway.Ingress;

namespace AiGateway.Upstream;

/// <summary>The bytes of a stream that have come and have not gone yet, in one piece. Holds no memory while it is empty. Not thread-safe.</summary>
internal sealed class EventBuffer(MemoryBudget budget, int largest) : IDisposable
{
    private const int Smallest = 4096;

    // What every stream may use without asking.
    private const int Free = 16 * 1024;

    private byte[]? _array;
    private int _start;
    private int _end;
    private int _charged;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _array.AsSpan(_start, _end - _start);

    /// <summary>There are none.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Makes room for more; false where there may be no more.</summary>
    public bool TryMakeRoom()
    {
        if (_array is null)
        {
            _array = ArrayPool<byte>.Shared.Rent(Smallest);
            return true;
        }

        if (_end < _array.Length)
        {
            return true;
        }

        if (_start > _array.Length / 2)
        {
            Move(_array);
            return true;
        }

        var size = _array.Length * 2;
        if (size > largest || (size > Free && !budget.TryTake(size - _array.Length)))
        {
            return false;
        }

        _charged += size > Free ? size - _array.Length : 0;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Move(larger);
        return true;
    }

    /// <summary>The room that <see cref="TryMakeRoom"/> made.</summary>
    public Memory<byte> Room => _array.AsMemory(_end);

    /// <summary>Bytes have been written to the room.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>The first bytes are not needed any more.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (IsEmpty)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Some of the bytes are not needed any more, and those ahead of them still are.</summary>
    public void Cut(int at, int count)
    {
        var ahead = _array.AsSpan(_start, at);
        ahead.CopyTo(_array.AsSpan(_start + count));
        Consume(count);
    }

    /// <summary>Gives the memory back while there is nothing to keep in it.</summary>
    public void ReleaseIfEmpty()
    {
        if (IsEmpty)
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array is null)
        {
            return;
        }

        ArrayPool<byte>.Shared.Return(_array);
        budget.Return(_charged);
        _array = null;
        _start = _end = _charged = 0;
    }

    private void Move(byte[] to)
    {
        var from = _array!;
        Bytes.CopyTo(to);
        (_start, _end) = (0, _end - _start);
        _array = to;
        if (to != from)
        {
            ArrayPool<byte>.Shared.Return(from);
        }
    }
}
