using AiGateway.Dialects;
using AiGateway.Upstream;

namespace AiGateway.Pipeline;

/// <summary>One failed call to a provider.</summary>
/// <param name="Kind">Why it failed.</param>
/// <param name="Report">What the caller is told, where the provider's own error is not passed on.</param>
public sealed record Failure(FailureKind Kind, GatewayError Report)
{
    private const int MostWords = 500;

    /// <summary>How long the provider asks to be left alone; null where it says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>There was no answer at all, not even the beginning of one.</summary>
    public bool IsBeforeAnswer { get; init; }

    /// <summary>A failure that the caller is told of as its kind's rule says.</summary>
    public static Failure Of(FailureKind kind) => new(kind, FailureTable.Of(kind).Report);

    /// <summary>An error that came within an answer, so that it cannot be passed on as it is.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="words">What the provider says of it, or null; kept from the caller where it may be about the gateway's credential.</param>
    internal static Failure Told(FailureKind kind, string? words)
    {
        var rule = FailureTable.Of(kind);
        var report = kind == FailureKind.TooLong ? GatewayError.ContextTooShort
            : kind is FailureKind.CallerFault or FailureKind.Filtered ? GatewayError.BadRequest
            : rule.Report;
        var told = words?.Length > MostWords ? words[..MostWords] : words;
        return new Failure(kind, rule.PassesOn ? report with { Message = told is null ? "The provider answered with an error." : $"The provider answered with an error: {told}" } : report);
    }

    /// <summary>A call that brought no answer, or an answer that broke.</summary>
    internal static Failure Of(Exception exception, StopReason stopped) => stopped == StopReason.ShuttingDown
        ? new Failure(FailureKind.CallerGone, GatewayError.Draining)
        : Of(FailureSignals.Classify(exception, stopped));
}

/// <summary>What a kind of failure leads to.</summary>
/// <param name="Kind">The failure.</param>
/// <param name="Report">What the caller is told where the provider's own error is not passed on.</param>
/// <param name="PassesOn">The provider's own error answer goes to the caller unchanged, if it sent one in its dialect.</param>
/// <param name="RetriesHere">The same target is tried again, as often as the model's retries allow.</param>
/// <param name="MovesOn">Who is tried once this target has been given up.</param>
/// <param name="BlamesTarget">It counts towards opening the target's breaker.</param>
/// <param name="Bench">Which of the provider's keys is left alone for a while.</param>
/// <param name="Metric">The value of the label <c>outcome</c> in <c>aigateway_upstream_attempts_total</c>.</param>
public sealed record FailureRule(FailureKind Kind, GatewayError Report, bool PassesOn, bool RetriesHere, MoveOn MovesOn, bool BlamesTarget, Bench Bench, string Metric);

/// <summary>The table of what each kind of failure leads to.</summary>
public static class FailureTable
{
    private static readonly FailureRule[] s_rules =
    [
        // Why                                                  passes  again   who is next                 blamed  benched             metric
        Of(FailureKind.CallerFault, GatewayError.Broke,         true,   false,  MoveOn.Nowhere,             false,  Bench.Nothing,      "caller_fault"),
        Of(FailureKind.TooLong, GatewayError.Broke,             true,   false,  MoveOn.ToLargerContext,     false,  Bench.Nothing,      "too_long"),
        Of(FailureKind.Filtered, GatewayError.Broke,            true,   false,  MoveOn.Nowhere,             false,  Bench.Nothing,      "filtered"),
        Of(FailureKind.Throttled, GatewayError.RateLimit,       true,   true,   MoveOn.ToNextTarget,        false,  Bench.Key,          "throttled"),
        Of(FailureKind.CredentialRefused, GatewayError.CredentialRefused, false, false, MoveOn.ToNextTarget, false, Bench.Key,          "credential_refused"),
        Of(FailureKind.AccessDenied, GatewayError.CredentialRefused, false, false, MoveOn.ToNextTarget,     false,  Bench.KeyForModel,  "access_denied"),
        Of(FailureKind.TargetBroke, GatewayError.Broke,         true,   true,   MoveOn.ToNextTarget,        true,   Bench.Nothing,      "broke"),
        Of(FailureKind.TargetSlow, GatewayError.Timeout,        false,  false,  MoveOn.ToNextTarget,        true,   Bench.Nothing,      "slow"),
        Of(FailureKind.Unreachable, GatewayError.Unreachable,   false,  true,   MoveOn.ToNextTarget,        true,   Bench.Nothing,      "unreachable"),
        Of(FailureKind.Unsupported, GatewayError.Unsupported,   false,  false,  MoveOn.ToNextTarget,        false,  Bench.Nothing,      "unsupported"),
        Of(FailureKind.CallerGone, GatewayError.CallerGone,     false,  false,  MoveOn.Nowhere,             false,  Bench.Nothing,      "caller_gone"),
    ];

    /// <summary>All rules, in the order of <see cref="FailureKind"/>.</summary>
    public static IReadOnlyList<FailureRule> All => s_rules;

    /// <summary>The rule of one kind.</summary>
    public static FailureRule Of(FailureKind kind) => s_rules[(int)kind];

    private static FailureRule Of(
        FailureKind kind, GatewayError report, bool passesOn, bool retriesHere, MoveOn movesOn, bool blamesTarget, Bench bench, string metric) =>
        new(kind, report, passesOn, retriesHere, movesOn, blamesTarget, bench, metric);
}

/// <summary>Who is tried once a target has been given up.</summary>
public enum MoveOn
{
    /// <summary>Nobody: every other target would fail alike, or nobody waits any more.</summary>
    Nowhere,

    /// <summary>The next target, then the model's fallbacks.</summary>
    ToNextTarget,

    /// <summary>Nobody of the same model: its context fallbacks, then its fallbacks.</summary>
    ToLargerContext,
}

/// <summary>Which of a provider's keys is left alone after a failure.</summary>
public enum Bench
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>The key, for the time that the provider asked for, or until a slow probe finds it well.</summary>
    Key,

    /// <summary>The key, and only for this model.</summary>
    KeyForModel,
}
