using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Continuation;

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
    /// <param name="textTokens">How many tokens the text has taken, to be taken off the caller's limit; rather too few than too many.</param>
    /// <param name="wantsJson">The answer must have a shape, which the rest of it alone would not.</param>
    /// <returns>Null where the answer has to start over: the target or the request knows no prefill, or the text is none that could be one.</returns>
    public static TurnInsertion? Of(ReadOnlyMemory<byte> body, TurnPlace place, AssistantPrefill way, ReadOnlySpan<char> text, long textTokens, bool wantsJson)
    {
        // Whoever is asked in another dialect than the caller's may be one who refuses white space there.
        var given = text.TrimEnd();
        if (way == AssistantPrefill.None || given.IsEmpty || wantsJson || !JsonText.HasWholePairsOnly(given))
        {
            return null;
        }

        var escaped = JsonEncodedText.Encode(given, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        return place.Edit(body.Span, escaped, textTokens) is { } edits ? new TurnInsertion(edits, given.Length) : null;
    }
}
