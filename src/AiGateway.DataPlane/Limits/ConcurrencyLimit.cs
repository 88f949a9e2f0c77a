namespace AiGateway.Limits;

/// <summary>Never more than N at once. Thread-safe, without locks.</summary>
/// <param name="limit">N; at least 1.</param>
public sealed class ConcurrencyLimit(int limit)
{
    private int _taken;
    private int _limit = limit;

    /// <summary>N. Where it is lowered, what is under way finishes.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Places that are taken now.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>There is no place now.</summary>
    public bool IsFull => Taken >= Limit;

    /// <summary>Takes a place; false, with nothing taken, where there is none.</summary>
    public bool TryEnter()
    {
        while (true)
        {
            var taken = Taken;
            if (taken >= Limit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _taken, taken + 1, taken) == taken)
            {
                return true;
            }
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
