namespace AiGateway.Configuration;

/// <summary>A model as clients name it, and where its requests go.</summary>
public sealed record ModelSettings
{
    /// <summary>What clients name: a name, a prefix that ends in <c>*</c>, or <c>*</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where requests may go: 1 to 64.</summary>
    public required ValueList<TargetSettings> Targets { get; init; }

    /// <summary>How the next target is chosen among those of one priority. Default weighted.</summary>
    public Strategy Strategy { get; init; } = Strategy.Weighted;

    /// <summary>What <see cref="Strategy.Hash"/> looks at. Default the session.</summary>
    public HashOn HashOn { get; init; } = HashOn.Session;

    /// <summary>Names of models of this configuration that are tried, in order, once every target has failed. Default none.</summary>
    public ValueList<string> Fallbacks { get; init; } = [];

    /// <summary>Names of models that are tried first where the prompt does not fit. Default none.</summary>
    public ValueList<string> ContextFallbacks { get; init; } = [];

    /// <summary>Tries beyond the first.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>How long is waited.</summary>
    public TimeoutSettings Timeout { get; init; } = new();

    /// <summary>When a target that fails is left alone.</summary>
    public BreakerSettings Breaker { get; init; } = new();

    /// <summary>A stream that breaks after tokens were sent is continued at the next target, where there is one. Default true.</summary>
    public bool ContinuesStreams { get; init; } = true;

    /// <summary>When a second target is asked although the first has not failed; null, the default: never.</summary>
    public HedgeSettings? Hedge { get; init; }

    /// <summary>What a million tokens cost, for every target that the catalogue would else be asked about; null, the default: the catalogue's.</summary>
    public PriceSettings? Price { get; init; }
}

/// <summary>One place where a model's requests may go.</summary>
/// <param name="Provider">The provider's name in this configuration.</param>
/// <param name="Model">What the provider calls the model; null: what the caller called it.</param>
/// <param name="Weight">Its share among targets of the same priority, 1 to 1,000,000. Default 1.</param>
/// <param name="Priority">Lower is tried first, 0 to 1,000. Default 0.</param>
public sealed record TargetSettings(string Provider, string? Model = null, int Weight = 1, int Priority = 0);

/// <summary>How the next target is chosen among those of one priority.</summary>
public enum Strategy
{
    /// <summary>Smooth weighted round robin.</summary>
    Weighted,

    /// <summary>One after the other, whatever their weights.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way for its weight.</summary>
    LeastBusy,

    /// <summary>The faster of two picked at random, by the peak-sensitive moving average of the time to the first token.</summary>
    LowestLatency,

    /// <summary>The cheapest; among equals the weights decide.</summary>
    LowestCost,

    /// <summary>Always the same one for the same <see cref="HashOn"/>, as long as it is healthy.</summary>
    Hash,
}

/// <summary>What <see cref="Strategy.Hash"/> looks at.</summary>
public enum HashOn
{
    /// <summary>The header <c>x-session-id</c>, else <c>user</c>'s value, else the key.</summary>
    Session,

    /// <summary>The body's member <c>user</c> (or <c>safety_identifier</c>), else the key.</summary>
    User,

    /// <summary>The first kilobyte of the prompt, so that equal beginnings meet the same provider's cache.</summary>
    PromptPrefix,
}

/// <summary>Tries beyond the first, at the same target.</summary>
/// <param name="Attempts">Extra tries per target, 0 to 10. Default 2 (0 where the environment alone configures).</param>
/// <param name="Backoff">The wait before the first of them, doubled for each further, with jitter; 0 to 1 min. Default 200 ms.</param>
/// <param name="MaxBackoff">The longest wait; a provider that asks for more is left for the next target. 0 to 10 min. Default 5 s.</param>
public sealed record RetrySettings(int Attempts, TimeSpan Backoff, TimeSpan MaxBackoff)
{
    /// <summary>The defaults of the configuration file.</summary>
    public RetrySettings()
        : this(2, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5))
    {
    }
}

/// <summary>How long is waited. All 1 ms to 24 h.</summary>
/// <param name="Connect">For a connection. Default 5 s.</param>
/// <param name="FirstToken">For the first data of an answer, where there is another target to move on to. Null, the default: 60 s for a stream; an
/// answer that is no stream has all its tokens at once, and the environment's time.</param>
/// <param name="Idle">Between data events of a stream, where there is another target to move on to. Default 60 s.</param>
/// <param name="Total">For everything, over all attempts. Default 10 min; null, as the environment alone has it: no limit.</param>
public sealed record TimeoutSettings(TimeSpan Connect, TimeSpan? FirstToken, TimeSpan Idle, TimeSpan? Total)
{
    /// <summary>The wait for a connection unless told otherwise.</summary>
    public static readonly TimeSpan UsualConnect = TimeSpan.FromSeconds(5);

    /// <summary>The wait for a stream's first data unless told otherwise.</summary>
    public static readonly TimeSpan UsualFirstToken = TimeSpan.FromSeconds(60);

    /// <summary>The defaults of the configuration file.</summary>
    public TimeoutSettings()
        : this(UsualConnect, null, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10))
    {
    }
}

/// <summary>When a target that fails is left alone.</summary>
/// <param name="Failures">Failures within the window that open the breaker, 1 to 1,000; 0: it never opens. Default 5 (0 where the environment alone configures).</param>
/// <param name="Window">The window, 1 s to 1 h. Default 30 s.</param>
/// <param name="OpenFor">How long it stays open before a probe is let through, 100 ms to 1 h. Default 10 s.</param>
/// <param name="Probes">Requests let through at once to see whether it is back, 1 to 100. Default 1.</param>
public sealed record BreakerSettings(int Failures, TimeSpan Window, TimeSpan OpenFor, int Probes)
{
    /// <summary>The defaults of the configuration file.</summary>
    public BreakerSettings()
        : this(5, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 1)
    {
    }
}

/// <summary>When a second target is asked although the first has not failed.</summary>
/// <param name="After">After so long without a first token, 1 ms to 1 h; null: after the 95th percentile of the target's own times.</param>
public sealed record HedgeSettings(TimeSpan? After);

/// <summary>What a million tokens cost.</summary>
/// <param name="Currency">ISO 4217 code. Default USD.</param>
/// <param name="Input">Prompt tokens, in billionths of the currency's unit.</param>
/// <param name="CachedInput">Prompt tokens read from a cache; null: as <paramref name="Input"/>.</param>
/// <param name="Output">Generated tokens.</param>
public sealed record PriceSettings(string Currency, long Input, long? CachedInput, long Output);
