using System.Globalization;

namespace AiGateway.Upstream;

/// <summary>When a provider says that trying again is worth while, in whichever of its forms it says so.</summary>
internal static class RetryHint
{
    // The three forms of RFC 9110; the general parser takes half a date, or a time of today, for one.
    private static readonly string[] s_dates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>Reads <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date; null where there is neither.</summary>
    public static TimeSpan? Read(HttpResponseMessage answer, TimeProvider time)
    {
        if (answer.Headers.NonValidated.TryGetValues("retry-after-ms", out var inMilliseconds) && ReadNumber(inMilliseconds.ToString()) is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!answer.Headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        var value = values.ToString();
        return ReadNumber(value) is { } seconds ? TimeSpan.FromSeconds(seconds) : ReadDate(value) is { } date ? Until(date, time) : null;
    }

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < int.MaxValue ? number : null;

    private static DateTimeOffset? ReadDate(string text) =>
        DateTimeOffset.TryParseExact(
            text, s_dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date) ? date : null;

    private static TimeSpan? Until(DateTimeOffset date, TimeProvider time)
    {
        var wait = date - time.GetUtcNow();
        return wait.TotalSeconds >= int.MaxValue ? null : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
