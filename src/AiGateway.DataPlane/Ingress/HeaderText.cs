namespace AiGateway.Ingress;

/// <summary>Text of a caller's, or of a provider's, in a header of ours.</summary>
internal static class HeaderText
{
    /// <summary>The text itself where it is printable ASCII, else percent-encoded.</summary>
    public static string Escape(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or > '~')
            {
                return Uri.EscapeDataString(text);
            }
        }

        return text;
    }

    /// <summary>It may stand in a header: no control character but the tab, which the server would not write.</summary>
    public static bool IsWritable(string? text)
    {
        foreach (var character in text.AsSpan())
        {
            if (character is (< ' ' and not '\t') or '\x7f')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An id that somebody else chose may stand in logs and headers: 1 to 128 of the characters that ids are made of.</summary>
    public static bool IsSaneId(string id)
    {
        if (id.Length is 0 or > 128)
        {
            return false;
        }

        foreach (var character in id)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.' or ':' or '/' or '+' or '=' or '@' or '~' or '|'))
            {
                return false;
            }
        }

        return true;
    }
}
