using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AiGateway.Dialects.Providers;

namespace AiGateway.Upstream;

/// <summary>When a provider says that trying again is worth while, in whichever of its forms it says so.</summary>
internal static class RetryHint
{
    /// <summary>The longest wait that is believed; whoever asks for more gets this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    // OpenAI's and those that copied it: when the window is empty again, as a duration. Anthropic's: the same, as a time.
    private static readonly (string Remaining, string Reset)[] s_windows =
    [
        ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
        ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
        ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
        ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
        ("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
        ("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"),
    ];

    // What OpenAI, Groq and others write in their messages: "Please try again in 7.66s."
    private const string InWords = "try again in ";

    /// <summary>Reads a hint from an answer's header alone; null where there is none.</summary>
    public static TimeSpan? Read(HttpResponseMessage answer, TimeProvider time) => Read(answer, default, time);

    /// <summary>
    /// Reads <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date, else what the body asks for, else, of a 429, the reset of the
    /// window that has nothing left; null where there is none of these.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="facts">What its body says.</param>
    /// <param name="time">The clock that dates are held against.</param>
    /// <returns>The wait, from nothing to <see cref="Longest"/>.</returns>
    public static TimeSpan? Read(HttpResponseMessage answer, in ErrorFacts facts, TimeProvider time)
    {
        var wait = ReadRetryAfter(answer.Headers.NonValidated, time)
            ?? WaitText.ReadSeconds(facts.RetryAfter) ?? WaitText.ReadDuration(facts.RetryAfter) ?? ReadWords(facts.Message)
            ?? (answer.StatusCode == HttpStatusCode.TooManyRequests ? ReadWindows(answer.Headers.NonValidated, time) : null);
        return wait > Longest ? Longest : wait;
    }

    private static TimeSpan? ReadRetryAfter(HttpHeadersNonValidated headers, TimeProvider time)
    {
        if (Find(headers, "retry-after-ms") is { } inMilliseconds && WaitText.ReadMilliseconds(inMilliseconds) is { } milliseconds)
        {
            return milliseconds;
        }

        return Find(headers, "Retry-After") is { } value ? WaitText.ReadSeconds(value) ?? WaitText.ReadDate(value, time) : null;
    }

    // Of the windows that say they are used up, or do not say what is left, the one that lasts longest; if all have something left, the shortest.
    private static TimeSpan? ReadWindows(HttpHeadersNonValidated headers, TimeProvider time)
    {
        TimeSpan? usedUp = null;
        TimeSpan? shortest = null;
        foreach (var (remaining, reset) in s_windows)
        {
            if (Find(headers, reset) is not { } text || (WaitText.ReadDuration(text) ?? WaitText.ReadSeconds(text) ?? WaitText.ReadTime(text, time)) is not { } wait)
            {
                continue;
            }

            shortest = shortest is { } known && known < wait ? known : wait;
            if (!HasSomething(Find(headers, remaining)))
            {
                usedUp = usedUp is { } longest && longest > wait ? longest : wait;
            }
        }

        return usedUp ?? shortest;
    }

    private static bool HasSomething(string? remaining) => long.TryParse(remaining, NumberStyles.Integer, CultureInfo.InvariantCulture, out var left) && left > 0;

    private static TimeSpan? ReadWords(string? message)
    {
        if (message is null || message.IndexOf(InWords, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at))
        {
            return null;
        }

        var rest = message.AsSpan(at + InWords.Length);
        var end = rest.IndexOf(' ');
        return WaitText.ReadDuration((end >= 0 ? rest[..end] : rest).TrimEnd('.'));
    }

    private static string? Find(HttpHeadersNonValidated headers, string name) => headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
