using System.Text.Unicode;

namespace AiGateway.Dialects.Json;

/// <summary>Undoes the escapes of a short JSON string.</summary>
internal static class JsonText
{
    /// <summary>Decodes a string whose grammar was checked already.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="destination">Takes the characters.</param>
    /// <param name="written">How many there are.</param>
    /// <returns>False where it has more characters than fit, or half of a surrogate pair.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> raw, Span<char> destination, out int written)
    {
        written = 0;
        while (!raw.IsEmpty)
        {
            var run = raw.IndexOf((byte)'\\');
            var plain = run < 0 ? raw : raw[..run];
            if (Utf8.ToUtf16(plain, destination[written..], out _, out var added) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            written += added;
            raw = raw[plain.Length..];
            if (raw.IsEmpty)
            {
                break;
            }

            if (written == destination.Length)
            {
                return false;
            }

            destination[written++] = TakeEscape(ref raw);
        }

        return HasWholePairsOnly(destination[..written]);
    }

    /// <summary>Whether no half of a surrogate pair stands alone.</summary>
    public static bool HasWholePairsOnly(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    private static char TakeEscape(ref ReadOnlySpan<byte> raw)
    {
        if (JsonBytes.TryUnescape(raw[1], out var meant))
        {
            raw = raw[2..];
            return (char)meant;
        }

        var unit = 0;
        foreach (var digit in raw.Slice(2, 4))
        {
            unit = (unit << 4) | JsonBytes.HexValue(digit);
        }

        raw = raw[6..];
        return (char)unit;
    }
}
