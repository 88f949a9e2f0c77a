using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>Says which target is next among those of one priority. Thread-safe; on the path of every request that has a choice.</summary>
internal abstract class TargetStrategy
{
    /// <summary>Chooses a target.</summary>
    /// <param name="among">Who may be asked: a bit for each target of the tier; at least one is set.</param>
    /// <param name="exchange">The request, as far as it was read.</param>
    /// <param name="now">The time, in milliseconds of the monotonic clock.</param>
    /// <returns>The place of the chosen one in the tier.</returns>
    public abstract int Choose(ulong among, Exchange exchange, long now);

    /// <summary>Says in a few words why a target stands where it stands.</summary>
    public abstract string Explain(int place, Exchange exchange, long now);
}
