namespace AiGateway.Routing;

/// <summary>One time that a breaker is open: nothing gets through before <paramref name="until"/>, and only probes afterwards. Thread-safe, without locks.</summary>
/// <param name="until">When the first probe may go, in milliseconds of <see cref="Monotonic"/>.</param>
internal sealed class Outage(long until)
{
    private int _probes;
    private long _lastProbe;

    /// <summary>When the first probe may go.</summary>
    public long Until => until;

    /// <summary>Whether a probe could go now.</summary>
    public bool CanProbe(long now, int atOnce, long patience) =>
        now >= until && (Volatile.Read(ref _probes) < atOnce || IsOverdue(Volatile.Read(ref _lastProbe), now, patience));

    /// <summary>Sends a probe.</summary>
    /// <param name="now">The time.</param>
    /// <param name="atOnce">The most probes under way.</param>
    /// <param name="patience">After so long without an answer, one more may go: a probe that takes its time must not keep everybody out.</param>
    public bool TryProbe(long now, int atOnce, long patience)
    {
        if (now < until)
        {
            return false;
        }

        if (Interlocked.Increment(ref _probes) <= atOnce)
        {
            Volatile.Write(ref _lastProbe, now);
            return true;
        }

        var last = Volatile.Read(ref _lastProbe);
        if (IsOverdue(last, now, patience) && Interlocked.CompareExchange(ref _lastProbe, now, last) == last)
        {
            return true;
        }

        Interlocked.Decrement(ref _probes);
        return false;
    }

    /// <summary>A probe ended and told nothing.</summary>
    public void Release()
    {
        Volatile.Write(ref _lastProbe, 0);
        Interlocked.Decrement(ref _probes);
    }

    private static bool IsOverdue(long last, long now, long patience) => last != 0 && now - last >= patience;
}
