using System.Globalization;
using System.Text;

namespace AiGateway.Configuration;

/// <summary>Durations as Go writes them: <c>500ms</c>, <c>10s</c>, <c>1m30s</c>, <c>1.5h</c>. Units are <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>; parts add up.</summary>
public static class Duration
{
    private const string NoUnit = "has no unit: write it like 10s or 500ms";
    private const string TooLong = "is too long";

    // Times the ticks of an hour still a decimal.
    private const int MaxDigits = 18;

    /// <summary>Reads a duration. A bare number is refused, as is a sign, a space, or more than some 29,000 years.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <returns>The duration, zero or more, cut to whole ticks of 100 ns.</returns>
    public static Parsed<TimeSpan> Parse(string text)
    {
        if (text.StartsWith('-'))
        {
            return Parsed.Bad<TimeSpan>("is negative");
        }

        var rest = text.AsSpan();
        if (rest.IsEmpty)
        {
            return Parsed.Bad<TimeSpan>("is empty");
        }

        var total = 0m;
        while (!rest.IsEmpty)
        {
            var numberLength = LengthOf(rest, static c => char.IsAsciiDigit(c) || c == '.');
            var number = rest[..numberLength];
            rest = rest[numberLength..];
            var unitLength = LengthOf(rest, char.IsAsciiLetter);
            var unit = rest[..unitLength];
            rest = rest[unitLength..];

            if (Number(number) is not { } amount)
            {
                return Parsed.Bad<TimeSpan>(number.Length > MaxDigits ? TooLong : "is not a duration");
            }

            if (unit.IsEmpty)
            {
                return Parsed.Bad<TimeSpan>(rest.IsEmpty ? NoUnit : "is not a duration");
            }

            if (TicksOf(unit) is not { } ticks)
            {
                return Parsed.Bad<TimeSpan>("has a unit that is not known");
            }

            total += amount * ticks;
            if (total > long.MaxValue)
            {
                return Parsed.Bad<TimeSpan>(TooLong);
            }
        }

        return Parsed.Good(TimeSpan.FromTicks((long)total));
    }

    /// <summary>Writes a duration so that <see cref="Parse"/> reads the same back: <c>1m30s</c>, <c>500ms</c>, <c>0s</c>.</summary>
    /// <param name="duration">Zero or more.</param>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        Append(text, duration.Ticks / TimeSpan.TicksPerHour, "h");
        Append(text, duration.Minutes, "m");
        Append(text, duration.Seconds, "s");
        Append(text, (decimal)(duration.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMillisecond, "ms");
        return text.ToString();
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }

    private static decimal? Number(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxDigits
        && text[^1] != '.'
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static long? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };

    private static void Append(StringBuilder text, decimal amount, string unit)
    {
        if (amount != 0)
        {
            text.Append(amount.ToString("0.####", CultureInfo.InvariantCulture)).Append(unit);
        }
    }
}
