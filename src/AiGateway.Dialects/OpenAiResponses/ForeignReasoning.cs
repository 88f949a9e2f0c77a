using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Finds reasoning that a model of another family gave out in an earlier turn, and that this program carried in a place for OpenAI's own: who speaks Responses cannot read it, and refuses it.</summary>
internal static class ForeignReasoning
{
    /// <summary>Whether there may be any. Nearly no request has: two searches, and the body stays unread.</summary>
    public static bool MayBeIn(in ReadOnlySequence<byte> body) =>
        SequenceSearch.IndexOf(body, "\"encrypted_content\""u8) >= 0 && SignatureTag.MayBeIn(body, DialectFamily.OpenAiResponses);

    /// <summary>What to take out of a request: whole items, with the commas that kept them apart.</summary>
    public static IReadOnlyList<BodyEdit> LeaveOut(in ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.First : body.ToArray();
        try
        {
            using var document = JsonDocument.Parse(bytes, JsonView.Options);
            return LeaveOut(new JsonView(document.RootElement, bytes)["input"u8], bytes.Span);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // The provider will say so.
            return [];
        }
    }

    private static List<BodyEdit> LeaveOut(JsonView input, ReadOnlySpan<byte> body)
    {
        var edits = new List<BodyEdit>();
        var items = new ElementCut(edits);
        foreach (var item in input.Items)
        {
            body.Overlaps(item.Span, out var start);
            items.Next(start, item.Span.Length, IsForeign(item));
        }

        items.End();
        return edits;
    }

    private static bool IsForeign(JsonView item) => item["type"u8].Is("reasoning"u8) && item["encrypted_content"u8].Text is { IsGiven: true } text
        && SignatureTag.Read(text, DialectFamily.OpenAiResponses, out _).Family != DialectFamily.OpenAiResponses;
}
