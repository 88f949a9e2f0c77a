using System.Buffers;
using System.Globalization;

namespace AiGateway.Upstream;

/// <summary>Reads how long to wait, in the ways that providers write it. What is none of them is null, and so is a number beyond all reason.</summary>
internal static class WaitText
{
    // The three forms of RFC 9110; the general parser takes half a date, or a time of today, for one.
    private static readonly string[] s_dates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    // RFC 3339, with or without parts of a second.
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly SearchValues<char> s_ofNumbers = SearchValues.Create("0123456789.");

    /// <summary>A number of seconds: <c>1.5</c>.</summary>
    public static TimeSpan? ReadSeconds(ReadOnlySpan<char> text) => ReadNumber(text) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A number of milliseconds: <c>250</c>.</summary>
    public static TimeSpan? ReadMilliseconds(ReadOnlySpan<char> text) => ReadNumber(text) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>Numbers with units, as Go writes durations: <c>6m0s</c>, <c>59ms</c>, <c>34.4s</c>, <c>1h2m3s</c>, <c>2d</c>.</summary>
    public static TimeSpan? ReadDuration(ReadOnlySpan<char> text)
    {
        var sum = 0d;
        var rest = text.Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(s_ofNumbers);
            if (digits <= 0 || ReadNumber(rest[..digits]) is not { } number)
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(s_ofNumbers) is >= 0 and var end ? end : rest.Length;
            if (SecondsOf(rest[..letters]) is not { } unit)
            {
                return null;
            }

            sum += number * unit;
            rest = rest[letters..];
        }

        return sum < int.MaxValue ? TimeSpan.FromSeconds(sum) : null;
    }

    /// <summary>A date of HTTP, as the time until then; what is past is no wait.</summary>
    public static TimeSpan? ReadDate(string text, TimeProvider time) => ReadExact(text, s_dates, time);

    /// <summary>A time as RFC 3339 has it, as the time until then; what is past is no wait.</summary>
    public static TimeSpan? ReadTime(string text, TimeProvider time) => ReadExact(text, s_times, time);

    private static TimeSpan? ReadExact(string text, string[] formats, TimeProvider time)
    {
        if (!DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date))
        {
            return null;
        }

        var wait = date - time.GetUtcNow();
        return wait.TotalSeconds >= int.MaxValue ? null : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static double? ReadNumber(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < int.MaxValue ? number : null;

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => null,
    };
}
