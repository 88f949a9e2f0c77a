using System.Buffers;
using System.Globalization;

namespace AiGateway.Ingress;

/// <summary>Judges the one segment of a path that a placeholder stands for.</summary>
internal static class PathSegment
{
    private const int Longest = 256;
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&'()*+,;=");

    /// <summary>It means the same to every server on the way: no dot segment, and no escape that hides a slash, a dot, a semicolon or a control character.</summary>
    public static bool IsPlain(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty || segment.Length > Longest || IsDots(segment))
        {
            return false;
        }

        while (segment.IndexOfAnyExcept(s_plain) is >= 0 and var odd)
        {
            if (!IsHarmlessEscape(segment[odd..]))
            {
                return false;
            }

            segment = segment[(odd + 3)..];
        }

        return true;
    }

    // Some servers take what follows a semicolon for parameters, and cut it off before they resolve the dots.
    private static bool IsDots(ReadOnlySpan<char> segment) =>
        (segment.IndexOf(';') is >= 0 and var parameters ? segment[..parameters] : segment) is "." or "..";

    private static bool IsHarmlessEscape(ReadOnlySpan<char> escape) =>
        escape.Length >= 3 && escape[0] == '%'
        && byte.TryParse(escape.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && value is > 0x20 and not 0x7f and not (byte)'/' and not (byte)'\\' and not (byte)'.' and not (byte)';' and not (byte)'%';
}
