using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Finds thinking that a model of another provider gave out in an earlier turn, and that this program told the caller of with a signature of nothing:
/// Claude refuses a request that has any.
/// </summary>
internal static class UnsignedThinking
{
    private static readonly byte[] s_off = [.. """{"type":"disabled"}"""u8];

    /// <summary>What to change in a request: such blocks are left out, and where that takes the thinking from a turn that is not over, a budget to think too.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="dropped">Takes note of the budget.</param>
    public static IReadOnlyList<BodyEdit> LeaveOut(in ReadOnlySequence<byte> body, ICollection<string> dropped)
    {
        var bytes = body.IsSingleSegment ? body.First : body.ToArray();
        try
        {
            using var document = JsonDocument.Parse(bytes, JsonView.Options);
            var request = new JsonView(document.RootElement, bytes);
            var edits = CutFrom(request["messages"u8], bytes.Span);
            if (edits.Count > 0 && request["thinking"u8] is var thinking && thinking["type"u8].Is("enabled"u8) && LacksThinking(bytes))
            {
                bytes.Span.Overlaps(thinking.Span, out var start);
                edits.Add(new BodyEdit(start, thinking.Span.Length, s_off));
                dropped.Add("thinking.budget_tokens");
            }

            return edits;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // The provider will say so.
            return [];
        }
    }

    /// <summary>Whether there may be any. Nearly no request has: a few searches, and the body stays unread.</summary>
    public static bool MayBeIn(in ReadOnlySequence<byte> body)
    {
        var name = "\"signature\""u8;
        var rest = body;
        for (var at = SequenceSearch.IndexOf(rest, name); at >= 0; at = SequenceSearch.IndexOf(rest, name))
        {
            rest = rest.Slice(at + name.Length);
            var value = new SequenceReader<byte>(rest);
            value.AdvancePastAny(": \t\r\n"u8);
            if (value.IsNext("\"\""u8))
            {
                return true;
            }
        }

        return false;
    }

    private static List<BodyEdit> CutFrom(JsonView messages, ReadOnlySpan<byte> body)
    {
        var edits = new List<BodyEdit>();
        var turns = new ElementCut(edits);
        foreach (var message in messages.Items)
        {
            var within = new List<BodyEdit>();
            var blocks = new ElementCut(within);
            foreach (var block in message["content"u8].Items)
            {
                body.Overlaps(block.Span, out var at);
                blocks.Next(at, block.Span.Length, IsUnsigned(block));
            }

            blocks.End();
            body.Overlaps(message.Span, out var start);
            var isNothingElse = within.Count > 0 && !blocks.KeepsAny;
            turns.Next(start, message.Span.Length, isNothingElse);
            edits.AddRange(isNothingElse ? [] : within);
        }

        turns.End();
        return turns.KeepsAny ? edits : [];
    }

    private static bool IsUnsigned(JsonView block) => block["type"u8].Is("thinking"u8) && block["signature"u8].Text is { IsGiven: true, IsEmpty: true };

    private static bool LacksThinking(ReadOnlyMemory<byte> body) =>
        AnthropicRequestCodec.Instance.TryRead(body, out var request, out _) && AnthropicToolLoop.LacksThinking(request.Turns);
}
