namespace AiGateway.Routing;

/// <summary>
/// How long a target took until its first tokens: a moving average that follows a rise at once and a fall slowly, and that fades while nothing is
/// heard, so that a target that was slow is tried again. Thread-safe, without locks.
/// </summary>
public sealed class FirstTokenTimes
{
    // What was seen so long ago counts for a third.
    private const double FadesInMilliseconds = 10_000;

    // Of the clock, in the packed word: 16 ms, so that 32 bits last for two years.
    private const int TickShift = 4;

    private const int Kept = 128;
    private const int FewestForPercentile = 20;

    // The average in milliseconds as a float, and when it was told; 0: nothing was seen yet.
    private long _average;
    private readonly float[] _recent = new float[Kept];
    private int _count;

    /// <summary>Takes note of a first token.</summary>
    internal void Observe(TimeSpan taken, long now)
    {
        var seen = Math.Max(0.001f, (float)taken.TotalMilliseconds);
        _recent[(uint)(Interlocked.Increment(ref _count) - 1) % Kept] = seen;
        Learn(seen, now, isLowerBound: false);
    }

    /// <summary>Takes note of a first token that had not come when the wait was given up.</summary>
    internal void ObserveAtLeast(TimeSpan waited, long now) => Learn((float)waited.TotalMilliseconds, now, isLowerBound: true);

    /// <summary>What to expect now, in milliseconds, faded by what has passed since; null where nothing was seen yet.</summary>
    internal double? Expected(long now)
    {
        var packed = Volatile.Read(ref _average);
        return packed == 0 ? null : ValueOf(packed) * Math.Exp(-Age(packed, now) / FadesInMilliseconds);
    }

    /// <summary>The 95th percentile of the last 128 times; null before there are 20 of them.</summary>
    public TimeSpan? Percentile95()
    {
        var count = Math.Min(Volatile.Read(ref _count), Kept);
        if (count is < FewestForPercentile)
        {
            return null;
        }

        Span<float> sorted = stackalloc float[Kept];
        sorted = sorted[..count];
        _recent.AsSpan(0, count).CopyTo(sorted);
        sorted.Sort();
        return TimeSpan.FromMilliseconds(sorted[(int)Math.Ceiling(count * 0.95) - 1]);
    }

    private void Learn(float seen, long now, bool isLowerBound)
    {
        while (true)
        {
            var packed = Volatile.Read(ref _average);
            if (isLowerBound && packed != 0 && seen <= ValueOf(packed))
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _average, Pack(Next(packed, seen, now), now), packed) == packed)
            {
                return;
            }
        }
    }

    private static float Next(long packed, float seen, long now)
    {
        if (packed == 0 || seen >= ValueOf(packed))
        {
            return seen;
        }

        var kept = Math.Exp(-Age(packed, now) / FadesInMilliseconds);
        return (float)((ValueOf(packed) * kept) + (seen * (1 - kept)));
    }

    private static long Pack(float value, long now) => ((long)BitConverter.SingleToInt32Bits(value) << 32) | (uint)(now >> TickShift);

    private static float ValueOf(long packed) => BitConverter.Int32BitsToSingle((int)(packed >> 32));

    private static double Age(long packed, long now) => Math.Max(0, (int)((uint)(now >> TickShift) - (uint)packed)) << TickShift;
}
