using AiGateway.Upstream;

namespace AiGateway.Pipeline;

/// <summary>One failed call to a provider.</summary>
/// <param name="Kind">Why it failed.</param>
/// <param name="Report">What the caller is told, where the provider's own error is not passed on.</param>
public readonly record struct Failure(FailureKind Kind, GatewayError Report)
{
    /// <summary>A failure that the caller is told of as its kind's rule says.</summary>
    public static Failure Of(FailureKind kind) => new(kind, FailureTable.Of(kind).Report);

    /// <summary>A call that brought no answer, or an answer that broke.</summary>
    internal static Failure Of(Exception exception, StopReason stopped) => stopped == StopReason.ShuttingDown
        ? new Failure(FailureKind.CallerGone, GatewayError.Draining)
        : Of(FailureSignals.Classify(exception, stopped));
}

/// <summary>Why a call to a provider failed: the whole taxonomy. Every provider's signals map into it in one place.</summary>
public enum FailureKind
{
    /// <summary>The request is at fault, and would be anywhere (4xx).</summary>
    CallerFault,

    /// <summary>The prompt does not fit the model's context.</summary>
    TooLong,

    /// <summary>A content filter refused the request.</summary>
    Filtered,

    /// <summary>The provider limits the gateway's key (429).</summary>
    Throttled,

    /// <summary>The provider refused the gateway's credential (401, 402, 403).</summary>
    CredentialRefused,

    /// <summary>The target failed: 5xx, or an answer that broke or made no sense.</summary>
    TargetBroke,

    /// <summary>The target did not answer in time.</summary>
    TargetSlow,

    /// <summary>No connection to the target.</summary>
    Unreachable,

    /// <summary>The caller left: nobody's fault.</summary>
    CallerGone,
}

/// <summary>What a kind of failure leads to.</summary>
/// <param name="Kind">The failure.</param>
/// <param name="Report">What the caller is told where the provider's own error is not passed on.</param>
/// <param name="PassesOn">The provider's own error answer goes to the caller unchanged, if it sent one in its dialect.</param>
/// <param name="Metric">The value of the label <c>outcome</c> in <c>aigateway_upstream_attempts_total</c>.</param>
public sealed record FailureRule(FailureKind Kind, GatewayError Report, bool PassesOn, string Metric);

/// <summary>The table of what each kind of failure leads to.</summary>
public static class FailureTable
{
    private static readonly FailureRule[] s_rules =
    [
        new(FailureKind.CallerFault, GatewayError.Broke, PassesOn: true, "caller_fault"),
        new(FailureKind.TooLong, GatewayError.Broke, PassesOn: true, "too_long"),
        new(FailureKind.Filtered, GatewayError.Broke, PassesOn: true, "filtered"),
        new(FailureKind.Throttled, GatewayError.RateLimit, PassesOn: true, "throttled"),
        new(FailureKind.CredentialRefused, GatewayError.CredentialRefused, PassesOn: false, "credential_refused"),
        new(FailureKind.TargetBroke, GatewayError.Broke, PassesOn: true, "broke"),
        new(FailureKind.TargetSlow, GatewayError.Timeout, PassesOn: false, "slow"),
        new(FailureKind.Unreachable, GatewayError.Unreachable, PassesOn: false, "unreachable"),
        new(FailureKind.CallerGone, GatewayError.CallerGone, PassesOn: false, "caller_gone"),
    ];

    /// <summary>All rules, in the order of <see cref="FailureKind"/>.</summary>
    public static IReadOnlyList<FailureRule> All => s_rules;

    /// <summary>The rule of one kind.</summary>
    public static FailureRule Of(FailureKind kind) => s_rules[(int)kind];
}
