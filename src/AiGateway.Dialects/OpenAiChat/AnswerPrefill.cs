using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>The text already sent, put into the request so that the next target goes on from there.</summary>
/// <param name="Edits">What to change in the caller's body, in its order.</param>
/// <param name="Given">How many UTF-16 units of the text the target is given: all, but for white space at the end where it would be refused.</param>
internal sealed record AnswerPrefill(IReadOnlyList<BodyEdit> Edits, int Given)
{
    /// <summary>Prefills a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="way">How the target wants it.</param>
    /// <param name="text">The text already sent.</param>
    /// <param name="textTokens">How many tokens the text has taken, to be taken off the caller's limit; rather too few than too many.</param>
    /// <param name="isLegacy">The request has a prompt, and no messages.</param>
    /// <returns>Null where the answer has to start over: the target or the request knows no prefill, or the text is none that could be one.</returns>
    public static AnswerPrefill? Of(ContinuableRequest request, AssistantPrefill way, ReadOnlySpan<char> text, long textTokens, bool isLegacy)
    {
        var given = way == AssistantPrefill.Trailing ? text.TrimEnd() : text;
        if (way == AssistantPrefill.None || request.TextPlace is not { } place || given.IsEmpty || !JsonText.HasWholePairsOnly(given))
        {
            return null;
        }

        if (request.WantsJson && !IsBeginningOfJson(given))
        {
            return null;
        }

        var edits = new List<BodyEdit>();
        if (!TryLowerLimits(request, textTokens, edits))
        {
            return null;
        }

        var escaped = JsonEncodedText.Encode(given, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        edits.Add(Insertion(place, isLegacy ? escaped : $",{{\"role\":\"assistant\",\"content\":\"{escaped}\"{FlagInMessage(way)}}}"));
        if (way == AssistantPrefill.ContinueFinalMessage && !isLegacy)
        {
            SetFlag(request.ContinueFlags, "continue_final_message", "true", request.MessagesEnd, edits);
            SetFlag(request.PromptFlags, "add_generation_prompt", "false", request.MessagesEnd, edits);
        }

        return new AnswerPrefill(Sorted(edits), given.Length);
    }

    private static string FlagInMessage(AssistantPrefill way) => way switch
    {
        AssistantPrefill.Partial => ",\"partial\":true",
        AssistantPrefill.Prefix => ",\"prefix\":true",
        _ => "",
    };

    // The target counts from zero: without this, a limit of 100 tokens could give nearly 200.
    private static bool TryLowerLimits(ContinuableRequest request, long textTokens, List<BodyEdit> edits)
    {
        foreach (var (start, length, value) in request.Limits)
        {
            if (value <= textTokens)
            {
                return false;
            }

            edits.Add(new BodyEdit(start, length, Encoding.UTF8.GetBytes((value - textTokens).ToString(CultureInfo.InvariantCulture))));
        }

        return true;
    }

    private static void SetFlag(IReadOnlyList<(long Start, long Length)> found, string name, string value, long place, List<BodyEdit> edits)
    {
        foreach (var (start, length) in found)
        {
            edits.Add(new BodyEdit(start, length, Encoding.UTF8.GetBytes(value)));
        }

        if (found.Count == 0)
        {
            edits.Add(Insertion(place, $",\"{name}\":{value}"));
        }
    }

    private static BodyEdit Insertion(long place, string text) => new(place, 0, Encoding.UTF8.GetBytes(text));

    // Insertions at one place keep their order.
    private static BodyEdit[] Sorted(List<BodyEdit> edits)
    {
        var sorted = edits.ToArray();
        for (var at = 1; at < sorted.Length; at++)
        {
            for (var to = at; to > 0 && sorted[to - 1].Start > sorted[to].Start; to--)
            {
                (sorted[to - 1], sorted[to]) = (sorted[to], sorted[to - 1]);
            }
        }

        return sorted;
    }

    private static bool IsBeginningOfJson(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return false;
        }
    }
}
