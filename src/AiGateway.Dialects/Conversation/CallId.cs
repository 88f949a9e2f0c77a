using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Ids of calls for a provider that takes none but its own kind.</summary>
internal static class CallId
{
    private const int ShortLength = 9;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // FNV-1a: no secret hangs on it, only that a call and its result are told apart from their neighbours.
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>An id of nine letters and digits that is always the same for the same id; one that is such already stays. Of no id comes none.</summary>
    public static JsonString Shorten(JsonString id)
    {
        if (id.IsEmpty || IsShort(id.Escaped))
        {
            return id;
        }

        var hash = Offset;
        foreach (var unit in id.Decode().Span)
        {
            hash = (hash ^ unit) * Prime;
        }

        Span<byte> digits = stackalloc byte[ShortLength];
        foreach (ref var digit in digits)
        {
            digit = (byte)Digits[(int)(hash % (ulong)Digits.Length)];
            hash /= (ulong)Digits.Length;
        }

        return JsonString.Wrap(digits);
    }

    private static bool IsShort(ReadOnlySpan<byte> id)
    {
        foreach (var unit in id)
        {
            if (!char.IsAsciiLetterOrDigit((char)unit))
            {
                return false;
            }
        }

        return id.Length == ShortLength;
    }
}
