using AiGateway.Configuration;

namespace AiGateway.Upstream;

/// <summary>How long to wait before a target is asked again: twice as long each time, and never together with others.</summary>
/// <param name="random">A number from 0 to 1, drawn anew each time.</param>
public sealed class Backoff(Func<double> random)
{
    /// <summary>Waits drawn by the system's random numbers.</summary>
    public Backoff()
        : this(Random.Shared.NextDouble)
    {
    }

    /// <summary>The wait before one more try: half of the doubled backoff for certain, the other half at random.</summary>
    /// <param name="retries">Tries beyond the first that were made already, 0 or more.</param>
    /// <param name="settings">The model's settings.</param>
    public TimeSpan After(int retries, RetrySettings settings)
    {
        var full = settings.Backoff * Math.Pow(2, Math.Min(retries, 20));
        var longest = full < settings.MaxBackoff ? full : settings.MaxBackoff;
        return longest * (0.5 + (random() / 2));
    }
}
