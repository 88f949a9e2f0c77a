using System.Collections.Concurrent;

namespace AiGateway.Routing;

/// <summary>One of a provider's keys, and whether it may be used now. Thread-safe, without locks on the path of a request.</summary>
internal sealed class ProviderKey(string value)
{
    // A provider may ask for more; it is asked again all the same, for nobody notices a mistake that lasts for days.
    private const long LongestBench = 60 * 60 * 1000;
    private const long FirstDoubt = 1000;
    private const long LongestDoubt = 30_000;

    /// <summary>A key that was refused is tried by one request in so many milliseconds.</summary>
    public const long ProbeEvery = 60_000;

    // Models that it may not use. More than these are met again and again, which costs time but breaks nothing.
    private const int MostDenied = 256;

    private readonly ConcurrentDictionary<string, long> _denied = new(StringComparer.Ordinal);
    private int _deniedCount;
    private long _benchedUntil = long.MinValue;
    private long _doubtedUntil = long.MinValue;
    private long _probeAt = long.MaxValue;
    private int _doubts;

    /// <summary>The key itself. Secret.</summary>
    public string Value => value;

    /// <summary>Whether it may be used for a model.</summary>
    /// <param name="model">What the provider calls the model.</param>
    /// <param name="now">The time, in milliseconds of the monotonic clock.</param>
    /// <param name="wait">Milliseconds until it may be used, where it may not.</param>
    public KeyFitness FitnessFor(string model, long now, out long wait)
    {
        var probeAt = Volatile.Read(ref _probeAt);
        if (probeAt == long.MaxValue && Volatile.Read(ref _deniedCount) > 0 && _denied.TryGetValue(model, out var deniedProbeAt))
        {
            probeAt = deniedProbeAt;
        }

        var benchedUntil = Math.Max(Volatile.Read(ref _benchedUntil), probeAt == long.MaxValue ? long.MinValue : probeAt);
        if (benchedUntil > now)
        {
            wait = benchedUntil - now;
            return KeyFitness.Benched;
        }

        wait = 0;
        return probeAt != long.MaxValue ? KeyFitness.DueForProbe
            : Volatile.Read(ref _doubtedUntil) > now ? KeyFitness.Doubtful
            : KeyFitness.Usable;
    }

    /// <summary>Sends the one request that tries a key again that was refused; false where another was quicker.</summary>
    public bool TryProbe(string model, long now)
    {
        var probeAt = Volatile.Read(ref _probeAt);
        return probeAt != long.MaxValue
            ? probeAt <= now && Interlocked.CompareExchange(ref _probeAt, now + ProbeEvery, probeAt) == probeAt
            : _denied.TryGetValue(model, out probeAt) && probeAt <= now && _denied.TryUpdate(model, now + ProbeEvery, probeAt);
    }

    /// <summary>The provider limits it.</summary>
    /// <param name="hint">For how long, as the provider says; null: it is doubted for one second, then two, and so on up to half a minute.</param>
    /// <param name="now">The time.</param>
    public void Throttle(TimeSpan? hint, long now)
    {
        if (hint is { } told && told > TimeSpan.Zero)
        {
            RaiseTo(ref _benchedUntil, now + Math.Min((long)Math.Ceiling(told.TotalMilliseconds), LongestBench));
            return;
        }

        // Of many refusals at once only the first lengthens the doubt.
        var until = Volatile.Read(ref _doubtedUntil);
        var doubts = Volatile.Read(ref _doubts);
        if (until <= now && Interlocked.CompareExchange(ref _doubtedUntil, now + Math.Min(FirstDoubt << Math.Min(doubts, 10), LongestDoubt), until) == until)
        {
            Volatile.Write(ref _doubts, doubts + 1);
        }
    }

    /// <summary>The provider does not know it, or its account is not paid.</summary>
    public void Refuse(long now) => Volatile.Write(ref _probeAt, now + ProbeEvery);

    /// <summary>The provider does not let it use a model.</summary>
    public void Deny(string model, long now)
    {
        if (Volatile.Read(ref _deniedCount) >= MostDenied)
        {
            ForgetDenied(now);
        }

        if (Volatile.Read(ref _deniedCount) >= MostDenied && !_denied.ContainsKey(model))
        {
            return;
        }

        if (_denied.TryAdd(model, now + ProbeEvery))
        {
            Interlocked.Increment(ref _deniedCount);
        }
        else
        {
            _denied[model] = now + ProbeEvery;
        }
    }

    /// <summary>The provider answered to it.</summary>
    public void Trust(string model)
    {
        if (Volatile.Read(ref _probeAt) != long.MaxValue)
        {
            Volatile.Write(ref _probeAt, long.MaxValue);
        }

        if (Volatile.Read(ref _doubts) != 0)
        {
            Volatile.Write(ref _doubts, 0);
        }

        if (Volatile.Read(ref _deniedCount) > 0 && _denied.TryRemove(model, out _))
        {
            Interlocked.Decrement(ref _deniedCount);
        }
    }

    private static void RaiseTo(ref long until, long value)
    {
        var known = Volatile.Read(ref until);
        while (known < value)
        {
            var seen = Interlocked.CompareExchange(ref until, value, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    // Those that nobody has asked for since.
    private void ForgetDenied(long now)
    {
        foreach (var (model, probeAt) in _denied)
        {
            if (probeAt <= now && _denied.TryRemove(model, out _))
            {
                Interlocked.Decrement(ref _deniedCount);
            }
        }
    }
}
