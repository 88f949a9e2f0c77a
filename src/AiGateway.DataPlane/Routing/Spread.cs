namespace AiGateway.Routing;

/// <summary>
/// Spreads choices by weight: of as many choices in a row as the weights add up to, each item has exactly its share, and its turns are spread evenly
/// over them. One counter, stepped through all the places of the sum by about the golden ratio of it; thread-safe, without locks.
/// </summary>
internal sealed class Spread
{
    private const double GoldenRatio = 0.6180339887498949;

    private readonly uint[] _weights;
    private long _count = -1;

    // The sum of the weights that were last chosen from, and the step for it: they change only with the health of what is chosen from.
    private ulong _step;

    /// <summary>Spreads over items of these weights, each 1 to 1,000,000.</summary>
    public Spread(ReadOnlySpan<int> weights)
    {
        var divisor = 0u;
        foreach (var weight in weights)
        {
            divisor = GreatestCommonDivisor((uint)weight, divisor);
        }

        _weights = new uint[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            _weights[i] = (uint)weights[i] / divisor;
        }
    }

    /// <summary>Chooses one of the items whose bit is set; at least one is.</summary>
    public int Choose(ulong among)
    {
        var sum = 0u;
        for (var i = 0; i < _weights.Length; i++)
        {
            sum += (among >> i & 1) == 0 ? 0 : _weights[i];
        }

        var turn = (ulong)Interlocked.Increment(ref _count) & long.MaxValue;
        var place = (uint)(turn % sum * StepOf(sum) % sum);
        for (var i = 0; ; i++)
        {
            if ((among >> i & 1) == 0)
            {
                continue;
            }

            if (place < _weights[i])
            {
                return i;
            }

            place -= _weights[i];
        }
    }

    private uint StepOf(uint sum)
    {
        var known = Volatile.Read(ref _step);
        if ((uint)(known >> 32) == sum)
        {
            return (uint)known;
        }

        // Without a common divisor every place has its turn before one has its second.
        var step = Math.Max(1, (uint)Math.Round(sum * GoldenRatio));
        while (GreatestCommonDivisor(step, sum) != 1)
        {
            step++;
        }

        Volatile.Write(ref _step, ((ulong)sum << 32) | step);
        return step;
    }

    private static uint GreatestCommonDivisor(uint one, uint other)
    {
        while (other != 0)
        {
            (one, other) = (other, one % other);
        }

        return one;
    }
}
