using System.Buffers;

namespace AiGateway.Ingress;

/// <summary>Text of others in a header of ours.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> s_unsendable = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

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

    /// <summary>The text may stand in a header of an answer as it is: the server refuses to send control characters, and throws.</summary>
    public static bool IsSendable(ReadOnlySpan<char> text) => text.IndexOfAny(s_unsendable) < 0;

    /// <summary>An id that a caller chose may stand in logs and headers: 1 to 128 of the characters that ids are made of.</summary>
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
