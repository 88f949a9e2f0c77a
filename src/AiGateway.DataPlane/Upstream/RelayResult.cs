using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>What became of a relayed answer.</summary>
/// <param name="Outcome">How the exchange ends.</param>
/// <param name="Kind">What went wrong at the provider, or null.</param>
internal readonly record struct RelayResult(Outcome Outcome, FailureKind? Kind)
{
    public static readonly RelayResult Served = new(Outcome.Served, null);

    /// <summary>The answer broke: an error, as long as nothing of it has been sent.</summary>
    public static RelayResult Failed(in Failure failure, bool hasBegun) =>
        new(hasBegun ? Outcome.BrokenOff(failure.Report) : failure.Report, failure.Kind);
}
