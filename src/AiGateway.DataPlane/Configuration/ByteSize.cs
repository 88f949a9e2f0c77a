using System.Globalization;

namespace AiGateway.Configuration;

/// <summary>Sizes in bytes: <c>512KiB</c>, <c>32MiB</c>, <c>1GiB</c> (1024), <c>KB</c>, <c>MB</c>, <c>GB</c> (1000), or bare bytes. Units in any case.</summary>
public static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] s_units =
    [
        ("GiB", 1L << 30),
        ("GB", 1_000_000_000),
        ("MiB", 1L << 20),
        ("MB", 1_000_000),
        ("KiB", 1L << 10),
        ("KB", 1_000),
        ("B", 1),
        ("", 1),
    ];

    /// <summary>Reads a size. Only whole numbers; no sign, no space.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <returns>The bytes, 0 to <see cref="long.MaxValue"/>.</returns>
    public static Parsed<long> Parse(string text)
    {
        if (text.StartsWith('-'))
        {
            return Parsed.Bad<long>("is negative");
        }

        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        if (digits == 0)
        {
            return Parsed.Bad<long>("is not a size");
        }

        if (BytesOf(text.AsSpan(digits)) is not { } unit)
        {
            return Parsed.Bad<long>("has a unit that is not known");
        }

        return long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= long.MaxValue / unit
            ? Parsed.Good(amount * unit)
            : Parsed.Bad<long>("is too large");
    }

    /// <summary>Writes a size in the largest unit that divides it, so that <see cref="Parse"/> reads the same back.</summary>
    /// <param name="bytes">Zero or more.</param>
    public static string Format(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes == 0)
        {
            return "0";
        }

        foreach (var (unit, size) in s_units)
        {
            if (bytes % size == 0 && unit != "B")
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    private static long? BytesOf(ReadOnlySpan<char> unit)
    {
        foreach (var (name, bytes) in s_units)
        {
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return bytes;
            }
        }

        return null;
    }
}
