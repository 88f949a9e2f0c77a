using System.Buffers;
using System.Globalization;
using System.Text;

namespace AiGateway.Ingress;

/// <summary>Judges the one segment of a path that a placeholder stands for.</summary>
internal static class PathSegment
{
    private const int Longest = 256;

    // No semicolon: some servers cut it off, and "..;" is ".." to them.
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&'()*+,=");

    /// <summary>
    /// It means the same to every server on the way: no dot segment, no parameter, no escape that hides a slash, a dot or a control character, and
    /// escapes that together are UTF-8.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty || segment.Length > Longest || segment is "." or "..")
        {
            return false;
        }

        Span<byte> beyondAscii = stackalloc byte[Longest / 3];
        while (segment.IndexOfAnyExcept(s_plain) is >= 0 and var odd)
        {
            segment = segment[odd..];
            var count = 0;
            while (TryReadEscape(segment, out var value) && value >= 0x80)
            {
                beyondAscii[count++] = value;
                segment = segment[3..];
            }

            if (count > 0 ? !IsText(beyondAscii[..count]) : !IsHarmlessEscape(segment))
            {
                return false;
            }

            segment = count > 0 ? segment : segment[3..];
        }

        return true;
    }

    private static bool IsHarmlessEscape(ReadOnlySpan<char> escape) =>
        TryReadEscape(escape, out var value)
        && value is > 0x20 and < 0x7f and not (byte)'/' and not (byte)'\\' and not (byte)'.' and not (byte)'%' and not (byte)';';

    private static bool TryReadEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        return text.Length >= 3 && text[0] == '%' && byte.TryParse(text.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    // What is no UTF-8, such as a slash spelled in two bytes, means one thing here and another there.
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            bytes = bytes[length..];
        }

        return true;
    }
}
