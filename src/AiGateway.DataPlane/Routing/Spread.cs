namespace AiGateway.Routing;

/// <summary>
/// Smooth weighted round robin: of as many choices in a row as the weights add up to, each item has exactly its share, and its turns are spread evenly
/// over them. Thread-safe; its lock is held for a few additions.
/// </summary>
internal sealed class Spread
{
    private readonly int[] _weights;
    private readonly long[] _credits;
    private readonly Lock _gate = new();

    /// <summary>Spreads over items of these weights, each 1 to 1,000,000; at most 64 of them.</summary>
    public Spread(ReadOnlySpan<int> weights)
    {
        _weights = weights.ToArray();
        _credits = new long[weights.Length];
    }

    /// <summary>Chooses one of the items whose bit is set; at least one is. The others neither gain nor lose by it.</summary>
    public int Choose(ulong among)
    {
        lock (_gate)
        {
            var (chosen, sum) = (-1, 0L);
            for (var i = 0; i < _weights.Length; i++)
            {
                if ((among >> i & 1) == 0)
                {
                    continue;
                }

                sum += _weights[i];
                _credits[i] += _weights[i];
                chosen = chosen < 0 || _credits[i] > _credits[chosen] ? i : chosen;
            }

            _credits[chosen] -= sum;
            return chosen;
        }
    }
}
