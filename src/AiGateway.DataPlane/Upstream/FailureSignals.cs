using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects;

namespace AiGateway.Upstream;

/// <summary>The one place where what providers say of a failure becomes one of the <see cref="FailureKind"/>s.</summary>
internal static class FailureSignals
{
    /// <summary>Judges an answer that is no success.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="code">The code that its body tells, or null.</param>
    public static FailureKind Classify(int status, string? code) => (status, code) switch
    {
        (_, "context_length_exceeded" or "string_above_max_length") => FailureKind.TooLong,
        (_, "content_filter" or "content_policy_violation" or "data_inspection_failed" or "DataInspectionFailed") => FailureKind.Filtered,

        // DashScope tells an unpaid account by a 400.
        (_, "Arrearage") or (401 or 402 or 407, _) => FailureKind.CredentialRefused,
        (403, _) => FailureKind.AccessDenied,
        (429, _) => FailureKind.Throttled,
        (408 or 409, _) => FailureKind.TargetBroke,
        _ => status is >= 400 and < 500 ? FailureKind.CallerFault : FailureKind.TargetBroke,
    };

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

    /// <summary>Reads the code of an error body in any of the shapes that providers use: <c>{"error":{"code"}}</c>, <c>{"code"}</c>; null where there is none.</summary>
    public static string? ReadCode(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? FindCode(ref reader) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is how the reader tells of text that is no text, such as half a surrogate pair.
            return null;
        }
    }

    private static string? FindCode(ref Utf8JsonReader reader)
    {
        string? code = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            var isCode = reader.ValueTextEquals("code"u8);
            reader.Read();
            if (isError && reader.TokenType == JsonTokenType.StartObject)
            {
                code = FindCode(ref reader) ?? code;
                continue;
            }

            if (isCode && reader.TokenType == JsonTokenType.String)
            {
                code ??= reader.GetString();
            }

            reader.Skip();
        }

        return code;
    }
}
