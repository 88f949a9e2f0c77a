using System.Globalization;

namespace AiGateway.Upstream;

/// <summary>When a provider says that trying again is worth while, in whichever of its forms it says so.</summary>
internal static class RetryHint
{
    /// <summary>Reads <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date; null where there is neither.</summary>
    public static TimeSpan? Read(HttpResponseMessage answer, TimeProvider time)
    {
        if (answer.Headers.NonValidated.TryGetValues("retry-after-ms", out var inMilliseconds)
            && double.TryParse(inMilliseconds.ToString(), CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!answer.Headers.NonValidated.TryGetValues("Retry-After", out var value))
        {
            return null;
        }

        if (double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds is >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
        }

        return DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks))
            : null;
    }
}
