using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>What became of an answer that was being delivered.</summary>
/// <param name="Outcome">How the exchange ends; null where that is not decided yet.</param>
/// <param name="Failure">What went wrong at the provider, or null.</param>
internal readonly record struct RelayResult(Outcome? Outcome, Failure? Failure)
{
    public static readonly RelayResult Served = new(Pipeline.Outcome.Served, null);

    /// <summary>A stream broke after some of it was sent, and may be continued at another target.</summary>
    public static RelayResult Interrupted(in Failure failure) => new(null, failure);

    /// <summary>The answer broke: an error, as long as nothing of it has been sent.</summary>
    public static RelayResult Failed(in Failure failure, bool hasBegun) =>
        new(hasBegun ? Pipeline.Outcome.BrokenOff(failure.Report) : failure.Report, failure);
}
