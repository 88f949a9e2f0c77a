using System.Text;

namespace AiGateway.Dialects.Multipart;

/// <summary>Reads the parameters of a header value: <c>; name=token; name="quoted \" text"</c>.</summary>
internal static class HeaderParameters
{
    /// <summary>Takes the next parameter, its semicolon included.</summary>
    /// <param name="rest">What follows the value or the last parameter. When nothing more can be taken, it is empty or begins with what is malformed.</param>
    /// <param name="name">The parameter's name as it was sent.</param>
    /// <param name="value">Its value, unquoted.</param>
    public static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out string value)
    {
        name = default;
        value = "";
        rest = rest.TrimStart(" \t;");
        var separator = rest.IndexOf('=');
        if (separator <= 0)
        {
            return false;
        }

        name = rest[..separator].Trim(" \t");
        var tail = rest[(separator + 1)..].TrimStart(" \t");
        if (name.ContainsAny(" \t;\"") || !TryTakeValue(ref tail, out value))
        {
            return false;
        }

        tail = tail.TrimStart(" \t");
        if (!tail.IsEmpty && tail[0] != ';')
        {
            return false;
        }

        rest = tail;
        return true;
    }

    private static bool TryTakeValue(ref ReadOnlySpan<char> rest, out string value)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOfAny(" \t;");
            value = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? default : rest[end..];
            return !value.Contains('"', StringComparison.Ordinal);
        }

        var unquoted = new StringBuilder();
        for (var at = 1; at < rest.Length; at++)
        {
            switch (rest[at])
            {
                case '"':
                    value = unquoted.ToString();
                    rest = rest[(at + 1)..];
                    return true;

                // Windows paths in file names come with bare backslashes: only quote and backslash can be meant to be escaped.
                case '\\' when at + 1 < rest.Length && rest[at + 1] is '"' or '\\':
                    unquoted.Append(rest[++at]);
                    break;
                default:
                    unquoted.Append(rest[at]);
                    break;
            }
        }

        value = "";
        return false;
    }
}
