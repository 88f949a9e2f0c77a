using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>
/// Leaves a target alone that keeps failing. So many failures within the window open it; once it has been open for its time, a few probes are let
/// through at once; one that succeeds closes it, one that fails opens it again. Thread-safe, without locks: while it is closed, entering is one read.
/// </summary>
/// <param name="settings">When it opens, and for how long.</param>
/// <param name="random">Spreads the end of outages, so that replicas do not all probe at once; null, the default: the process' own.</param>
public sealed class Breaker(BreakerSettings settings, Random? random = null)
{
    private const double MostJitter = 0.1;

    private readonly Random _random = random ?? Random.Shared;
    private readonly long _window = (long)settings.Window.TotalMilliseconds;
    private readonly long _openFor = (long)settings.OpenFor.TotalMilliseconds;

    // When the last failures were, as many as open it: a ring.
    private readonly long[] _failures = NewRing(settings.Failures);
    private long _failed;
    private long _closedAt = long.MinValue;
    private Outage? _outage;

    /// <summary>Whether <see cref="TryEnter"/> would let a request through. Changes nothing.</summary>
    /// <param name="now">The time, in milliseconds of the monotonic clock, as everywhere here.</param>
    internal bool CanEnter(long now) => Volatile.Read(ref _outage) is not { } outage || outage.CanProbe(now, settings.Probes, _openFor);

    /// <summary>Lets a request through, or does not.</summary>
    /// <param name="now">The time.</param>
    /// <param name="probed">The outage whose end the request probes, to be handed back when it has ended; null where the breaker is closed.</param>
    internal bool TryEnter(long now, out Outage? probed)
    {
        probed = Volatile.Read(ref _outage);
        return probed is null || probed.TryProbe(now, settings.Probes, _openFor);
    }

    /// <summary>A request was answered. Only a probe's answer closes an open breaker: others may have begun before the outage.</summary>
    internal void Succeed(Outage? probed, long now)
    {
        if (probed is not null)
        {
            Volatile.Write(ref _closedAt, now);
            Interlocked.CompareExchange(ref _outage, null, probed);
        }
    }

    /// <summary>A request failed, and the target is to blame.</summary>
    internal void Fail(Outage? probed, long now)
    {
        if (probed is not null)
        {
            Interlocked.CompareExchange(ref _outage, NewOutage(now), probed);
        }
        else if (_failures.Length > 0 && Volatile.Read(ref _outage) is null && IsOneTooMany(now))
        {
            Interlocked.CompareExchange(ref _outage, NewOutage(now), null);
        }
    }

    /// <summary>A request ended and told nothing of the target.</summary>
    internal static void Release(Outage? probed) => probed?.Release();

    /// <summary>What it lets through now.</summary>
    internal BreakerState StateAt(long now) =>
        Volatile.Read(ref _outage) is not { } outage ? BreakerState.Closed : now < outage.Until ? BreakerState.Open : BreakerState.HalfOpen;

    /// <summary>How long it stays open; zero where it is not, or a probe is under way.</summary>
    internal TimeSpan OpenFor(long now) =>
        Volatile.Read(ref _outage) is { } outage && now < outage.Until ? TimeSpan.FromMilliseconds(outage.Until - now) : TimeSpan.Zero;

    // Only the latest of several that fail at once sees the ring as it is. Where an earlier one has yet to write, the next failure opens it.
    private bool IsOneTooMany(long now)
    {
        var place = Interlocked.Increment(ref _failed);
        Volatile.Write(ref _failures[place % _failures.Length], now);
        var first = Volatile.Read(ref _failures[(place + 1) % _failures.Length]);
        return first >= Volatile.Read(ref _closedAt) && first >= now - _window && Volatile.Read(ref _failed) == place;
    }

    private Outage NewOutage(long now) => new(now + _openFor + (long)(_openFor * MostJitter * _random.NextDouble()));

    private static long[] NewRing(int size)
    {
        var ring = new long[size];
        Array.Fill(ring, long.MinValue);
        return ring;
    }
}
