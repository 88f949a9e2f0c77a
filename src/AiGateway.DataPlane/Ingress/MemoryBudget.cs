using AiGateway.Configuration;

namespace AiGateway.Ingress;

/// <summary>Caps the bytes of requests and answers that are held at once, over all exchanges. Thread-safe.</summary>
/// <param name="limit">Bytes; beyond it requests get 503.</param>
public sealed class MemoryBudget(long limit)
{
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>The cap that follows from the memory that the process may use.</summary>
    /// <param name="limit">What was configured.</param>
    public static MemoryBudget OfProcess(BufferLimit limit) => new(limit.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>Takes room for some bytes; false, and nothing taken, where there is not enough.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
