using System.Buffers;
using System.Globalization;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>The one place where what providers say of a failure becomes one of the <see cref="FailureKind"/>s.</summary>
internal static class FailureSignals
{
    /// <summary>Judges an answer that is no success: by the provider's own signals, then by those common to all, then by the status.</summary>
    /// <param name="preset">Whose answer it is.</param>
    /// <param name="status">Its status; 200 for an error within a success, such as an event of a stream.</param>
    /// <param name="facts">What its body says.</param>
    public static FailureKind Classify(ProviderPreset preset, int status, in ErrorFacts facts) =>
        Find(preset.Signals, status, facts) ?? (StatusWithin(status, facts) is { } real ? Find(preset.Signals, real, facts) : null) ?? Classify(status, facts);

    /// <summary>Judges an answer of nobody in particular.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="code">The code that its body tells, or null.</param>
    public static FailureKind Classify(int status, string? code) => Classify(status, new ErrorFacts(code, Type: null, Message: null, RetryAfter: null));

    /// <summary>Looks for a failure in an answer whose status says success, where the provider is known to hide them there.</summary>
    /// <param name="preset">Whose answer it is.</param>
    /// <param name="body">A whole JSON answer, or the data of one event.</param>
    /// <returns>The failure; null where there is none.</returns>
    public static Failure? FindHidden(ProviderPreset preset, in ReadOnlySequence<byte> body) =>
        preset.Success is { } success && success.IsFailure(body) ? ToFailure(preset, body) : null;

    /// <summary>Looks for an error that stands in place of an answer although the status says success.</summary>
    /// <param name="preset">Whose answer it is.</param>
    /// <param name="body">A whole JSON answer.</param>
    /// <returns>The failure; null where the body is not just an error.</returns>
    public static Failure? FindError(ProviderPreset preset, in ReadOnlySequence<byte> body) =>
        ErrorDocument.Is(body) ? ToFailure(preset, body) : null;

    /// <summary>Judges a call that brought no answer, or an answer that broke.</summary>
    public static FailureKind Classify(Exception exception, StopReason stopped) => stopped switch
    {
        StopReason.CallerGone or StopReason.Superseded => FailureKind.CallerGone,
        StopReason.AnswerLate or StopReason.AnswerStalled or StopReason.Total => FailureKind.TargetSlow,
        _ => exception switch
        {
            // The connect timeout is the only cancellation that is not ours.
            OperationCanceledException => FailureKind.Unreachable,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError,
            } => FailureKind.Unreachable,
            _ => FailureKind.TargetBroke,
        },
    };

    private static Failure ToFailure(ProviderPreset preset, in ReadOnlySequence<byte> body)
    {
        var facts = ErrorFacts.Read(body);
        return Failure.Told(Classify(preset, StatusCodes.Status200OK, facts), facts.Message);
    }

    private static FailureKind Classify(int status, in ErrorFacts facts) =>
        Find(CommonSignals.All, status, facts) ?? (StatusWithin(status, facts) is { } real ? Classify(real, facts) : KindOf(status));

    private static FailureKind? Find(IReadOnlyList<ErrorSignal> signals, int status, in ErrorFacts facts)
    {
        for (var i = 0; i < signals.Count; i++)
        {
            if (signals[i].Fits(status, facts))
            {
                return signals[i].Kind;
            }
        }

        return null;
    }

    // Some tell within a stream, as the error's code, the status that they can tell no other way any more.
    private static int? StatusWithin(int status, in ErrorFacts facts) =>
        status is >= 200 and < 300 && int.TryParse(facts.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var real) && real is >= 400 and < 600 ? real : null;

    private static FailureKind KindOf(int status) => status switch
    {
        401 or 402 or 407 => FailureKind.CredentialRefused,
        403 => FailureKind.AccessDenied,
        429 => FailureKind.Throttled,
        408 or 409 => FailureKind.TargetBroke,
        >= 400 and < 500 => FailureKind.CallerFault,
        _ => FailureKind.TargetBroke,
    };
}
