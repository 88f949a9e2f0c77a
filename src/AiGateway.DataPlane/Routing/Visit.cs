using AiGateway.Dialects;

namespace AiGateway.Routing;

/// <summary>One call to a target that is under way; ended exactly once.</summary>
public sealed class Visit(Target target, string? key)
{
    /// <summary>Who is asked.</summary>
    public Target Target => target;

    /// <summary>With which of the provider's keys; null where it needs none.</summary>
    public string? Key => key;

    /// <summary>What the target calls the model that a caller asked for.</summary>
    public string? ModelFor(string? asked) => target.Model ?? asked;

    /// <summary>Takes note of what came of it.</summary>
    public void End(FailureKind? failure, TimeSpan? retryAfter = null, TimeSpan? timeToFirstToken = null) => _ = (this, failure, retryAfter, timeToFirstToken);
}
