using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects;

namespace AiGateway.Routing;

/// <summary>How a target has been doing. Lives on over a reload for as long as the target stays the same. Thread-safe.</summary>
/// <param name="settings">When it is left alone.</param>
/// <param name="hasManyModels">It passes on whatever model the caller names, so that the failures of one say nothing about the others.</param>
public sealed class TargetHealth(BreakerSettings settings, bool hasManyModels = false)
{
    // Models that have failed. Beyond them the failures of the rest count together.
    private const int MostFailing = 256;

    private readonly bool _hasManyModels = hasManyModels && settings.Failures > 0;
    private readonly ConcurrentDictionary<string, Breaker> _failing = new(StringComparer.Ordinal);
    private int _failingCount;
    private int _underWay;
    private int _silent;

    /// <summary>Leaves it alone while it fails; where it has many models, while it cannot be reached.</summary>
    public Breaker Breaker { get; } = new(settings);

    /// <summary>How long it took until its first tokens.</summary>
    public FirstTokenTimes FirstTokens { get; } = new();

    /// <summary>Calls under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Those of them that have brought no token yet.</summary>
    public int Silent => Volatile.Read(ref _silent);

    /// <summary>The breaker that a call for a model has to pass.</summary>
    internal Breaker BreakerFor(string model, long now) =>
        Volatile.Read(ref _failingCount) > 0 && Breaker.StateAt(now) == BreakerState.Closed && _failing.TryGetValue(model, out var own) ? own : Breaker;

    /// <summary>Counts a failure that the target is to blame for, of a call that was no probe.</summary>
    internal void Fail(string model, FailureKind failure, long now) =>
        (_hasManyModels && failure != FailureKind.Unreachable ? OwnBreaker(model, now) : Breaker).Fail(probed: null, now);

    /// <summary>The worst that may be said of any of its models.</summary>
    internal BreakerState WorstAt(long now)
    {
        var worst = Breaker.StateAt(now);
        foreach (var (_, own) in _failing)
        {
            worst = own.StateAt(now) is var state && state > worst ? state : worst;
        }

        return worst;
    }

    internal void Begin()
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _silent);
    }

    internal void Hear() => Interlocked.Decrement(ref _silent);

    internal void End() => Interlocked.Decrement(ref _underWay);

    private Breaker OwnBreaker(string model, long now)
    {
        if (_failing.TryGetValue(model, out var known))
        {
            return known;
        }

        if (Volatile.Read(ref _failingCount) >= MostFailing)
        {
            ForgetClosed(now);
        }

        if (Volatile.Read(ref _failingCount) >= MostFailing)
        {
            return Breaker;
        }

        var added = new Breaker(settings);
        var own = _failing.GetOrAdd(model, added);
        if (own == added)
        {
            Interlocked.Increment(ref _failingCount);
        }

        return own;
    }

    private void ForgetClosed(long now)
    {
        foreach (var (model, own) in _failing)
        {
            if (own.StateAt(now) == BreakerState.Closed && _failing.TryRemove(model, out _))
            {
                Interlocked.Decrement(ref _failingCount);
            }
        }
    }
}
