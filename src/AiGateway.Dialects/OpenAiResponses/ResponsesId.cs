using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Ids of responses and of their items: a kind, and behind it what is the same in all of one response.</summary>
internal static class ResponsesId
{
    private const int Longest = 128;

    private static readonly SearchValues<byte> s_allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);

    /// <summary>The id of a response, made of its provider's, or of another where that has none which may be written.</summary>
    public static JsonString Of(JsonString id, string fallback)
    {
        if (id.IsEmpty || id.Escaped.Length > Longest || id.Escaped.ContainsAnyExcept(s_allowed))
        {
            id = JsonString.Of(fallback);
        }

        return id.Escaped.StartsWith("resp_"u8) ? id : JsonString.Wrap([.. "resp_"u8, .. id.Escaped]);
    }

    /// <summary>The id of the response that an item is in, by the item's own; null where that is no id of an item that this program made.</summary>
    public static string? ResponseOf(JsonString item)
    {
        var id = item.Escaped;
        var (first, last) = (id.IndexOf((byte)'_'), id.LastIndexOf((byte)'_'));
        return last <= first + 1 || id.ContainsAnyExcept(s_allowed) ? null : "resp_" + System.Text.Encoding.ASCII.GetString(id[(first + 1)..last]);
    }

    /// <summary>The id of an item.</summary>
    /// <param name="response">The id of its response.</param>
    /// <param name="kind">What it begins with: <c>msg_</c>, <c>rs_</c>, <c>fc_</c>, <c>ctc_</c>, <c>ig_</c>.</param>
    /// <param name="number">Its place in the output, from 0.</param>
    public static JsonString OfItem(JsonString response, ReadOnlySpan<byte> kind, int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return JsonString.Wrap([.. kind, .. response.Escaped["resp_".Length..], (byte)'_', .. digits[..length]]);
    }
}
