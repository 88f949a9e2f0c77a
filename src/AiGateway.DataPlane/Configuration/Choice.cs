using System.Globalization;

namespace AiGateway.Configuration;

/// <summary>Values that are one of a few words or a number in a range. Each returns the function that reads it.</summary>
internal static class Choice
{
    private const string NotAllowed = "is not allowed";

    /// <summary>One of some words, in any case.</summary>
    public static Func<string, Parsed<T>> Of<T>(params (string Word, T Value)[] choices) => text =>
    {
        foreach (var (word, value) in choices)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return Parsed.Good(value);
            }
        }

        return Parsed.Bad<T>(NotAllowed);
    };

    /// <summary>A whole number within bounds, both included, in plain digits.</summary>
    public static Func<string, Parsed<int>> Number(int least, int most) => text =>
    {
        if (text.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9'))
        {
            return Parsed.Bad<int>("is not a whole number");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? Parsed.Good(number)
            : Parsed.Bad<int>(NotAllowed);
    };

    /// <summary>What another reads, within bounds, both included.</summary>
    public static Func<string, Parsed<T>> Within<T>(Func<string, Parsed<T>> parse, T least, T most)
        where T : struct, IComparable<T> => text =>
    {
        var parsed = parse(text);
        if (!parsed.IsGood)
        {
            return parsed;
        }

        if (parsed.Value.CompareTo(least) < 0)
        {
            return Parsed.Bad<T>("is too small");
        }

        return parsed.Value.CompareTo(most) > 0 ? Parsed.Bad<T>("is too large") : parsed;
    };
}
