using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>How a target has been doing. Lives on over a reload for as long as the target stays the same. Thread-safe.</summary>
/// <param name="breaker">When it is left alone.</param>
public sealed class TargetHealth(BreakerSettings breaker)
{
    private int _underWay;
    private int _silent;

    /// <summary>Leaves it alone while it fails.</summary>
    public Breaker Breaker { get; } = new(breaker);

    /// <summary>How long it took until its first tokens.</summary>
    public FirstTokenTimes FirstTokens { get; } = new();

    /// <summary>Calls under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Those of them that have brought no token yet.</summary>
    public int Silent => Volatile.Read(ref _silent);

    internal void Begin()
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _silent);
    }

    internal void Hear() => Interlocked.Decrement(ref _silent);

    internal void End() => Interlocked.Decrement(ref _underWay);
}
