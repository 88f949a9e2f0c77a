using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Continuation;

/// <summary>Where and how a dialect's request has the beginning of an answer.</summary>
/// <param name="Member">The top-level array of turns: <c>messages</c>.</param>
/// <param name="Before">What stands ahead of the escaped text: <c>{"role":"assistant","content":"</c>.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record TurnPlace(string Member, string Before, string After);

/// <summary>The text already sent, put into the request so that the next target goes on from there.</summary>
/// <param name="Edits">What to change in the caller's body, in its order.</param>
/// <param name="Given">How many UTF-16 units of the text the target is given: all, but for white space at the end where it would be refused.</param>
internal sealed record TurnInsertion(IReadOnlyList<BodyEdit> Edits, int Given)
{
    /// <summary>Prefills a request.</summary>
    /// <param name="body">The caller's body, valid JSON.</param>
    /// <param name="place">Where the text goes.</param>
    /// <param name="way">How the target continues answers.</param>
    /// <param name="text">The text already sent.</param>
    /// <param name="wantsJson">The answer must have a shape, which the rest of it alone would not.</param>
    /// <returns>Null where the answer has to start over: the target or the request knows no prefill, or the text is none that could be one.</returns>
    public static TurnInsertion? Of(ReadOnlyMemory<byte> body, TurnPlace place, AssistantPrefill way, ReadOnlySpan<char> text, bool wantsJson)
    {
        // Whoever is asked in another dialect than the caller's may be one who refuses white space there.
        var given = text.TrimEnd();
        if (way == AssistantPrefill.None || given.IsEmpty || wantsJson || !JsonText.HasWholePairsOnly(given) || FindEnd(body.Span, place.Member) is not { } end)
        {
            return null;
        }

        var escaped = JsonEncodedText.Encode(given, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var turn = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",{place.Before}{escaped}{place.After}"));
        return new TurnInsertion([new BodyEdit(end, 0, turn)], given.Length);
    }

    // The closing bracket of an array that has elements.
    private static long? FindEnd(ReadOnlySpan<byte> body, string member)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isIt = reader.ValueTextEquals(member);
            reader.Read();
            var start = reader.TokenStartIndex;
            var isArray = reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
            if (isIt)
            {
                return isArray && reader.TokenStartIndex > start + 1 ? reader.TokenStartIndex : null;
            }
        }

        return null;
    }
}
