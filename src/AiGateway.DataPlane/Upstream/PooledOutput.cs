using System.Buffers;
using AiGateway.Ingress;

namespace AiGateway.Upstream;

/// <summary>Bytes that the gateway itself writes, in one piece of pooled memory. Disposed once; not thread-safe.</summary>
/// <remarks>A writer cannot be refused half-way, so that what it took is charged once it is done: see <see cref="TryCharge"/>.</remarks>
internal sealed class PooledOutput(MemoryBudget budget) : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 4096;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(Smallest);
    private int _charged;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>How many bytes that are.</summary>
    public int Length { get; private set; }

    /// <summary>Charges it to the budget; false where that is spent.</summary>
    public bool TryCharge()
    {
        if (_charged > 0 || !budget.TryTake(_array.Length))
        {
            return _charged > 0;
        }

        _charged = _array.Length;
        return true;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array.Length == 0)
        {
            return;
        }

        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        budget.Return(_charged);
    }

    private void MakeRoom(int sizeHint)
    {
        var wanted = Length + Math.Max(sizeHint, 1);
        if (wanted <= _array.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, _array.Length * 2));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
