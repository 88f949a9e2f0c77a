using System.Text;

namespace AiGateway.Dialects.Json;

/// <summary>
/// Reads a JSON string unit by unit, as UTF-16: two texts are the same however each was escaped, and halves of surrogate pairs, which
/// providers tear apart, are units like others.
/// </summary>
/// <param name="raw">What stands between the quotes: its grammar checked, in valid UTF-8.</param>
internal ref struct JsonUnits(ReadOnlySpan<byte> raw)
{
    private readonly ReadOnlySpan<byte> _raw = raw;
    private char _lowHalf;

    /// <summary>How many bytes have been read.</summary>
    public int Offset { get; private set; }

    /// <summary>The second half of a character whose bytes have been read already; 0 where there is none.</summary>
    public readonly char LowHalf => _lowHalf;

    /// <summary>Nothing is left.</summary>
    public readonly bool IsAtEnd => Offset == _raw.Length && _lowHalf == 0;

    /// <summary>Reads the next unit; false at the end.</summary>
    public bool TryRead(out char unit)
    {
        if (_lowHalf != 0)
        {
            (unit, _lowHalf) = (_lowHalf, '\0');
            return true;
        }

        if (Offset == _raw.Length)
        {
            unit = '\0';
            return false;
        }

        var rest = _raw[Offset..];
        unit = rest[0] switch
        {
            (byte)'\\' => TakeEscape(rest),
            < 0x80 => TakePlain(rest),
            _ => TakeRune(rest),
        };
        return true;
    }

    private char TakePlain(ReadOnlySpan<byte> rest)
    {
        Offset++;
        return (char)rest[0];
    }

    private char TakeEscape(ReadOnlySpan<byte> rest)
    {
        if (JsonBytes.TryUnescape(rest[1], out var meant))
        {
            Offset += 2;
            return (char)meant;
        }

        var unit = 0;
        foreach (var digit in rest.Slice(2, 4))
        {
            unit = (unit << 4) | JsonBytes.HexValue(digit);
        }

        Offset += 6;
        return (char)unit;
    }

    private char TakeRune(ReadOnlySpan<byte> rest)
    {
        // Broken UTF-8 would read as U+FFFD, a byte or more at a time.
        Rune.DecodeFromUtf8(rest, out var rune, out var length);
        Offset += length;
        Span<char> units = stackalloc char[2];
        if (rune.EncodeToUtf16(units) == 2)
        {
            _lowHalf = units[1];
        }

        return units[0];
    }
}
