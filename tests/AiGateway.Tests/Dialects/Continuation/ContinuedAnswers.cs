using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Continuation;

/// <summary>Answers that break off in any dialect, and what goes on with them.</summary>
internal static class ContinuedAnswers
{
    public static void AssertIsOneAnswer(DialectCodecs codecs, string text, string stream, string why)
    {
        var answer = Gather(codecs, stream);
        var choice = Assert.Single(answer.Choices);

        Assert.True(text == Assert.IsType<TextPart>(Assert.Single(choice.Parts)).Text.ToString(), $"{why}: {stream}");
        Assert.Equal(AiGateway.Dialects.Conversation.StopReason.Complete, choice.Stop);
        Assert.Equal(7, answer.Usage!.Value.Prompt);

        // Every event follows from those before it: the same text in one go is told alike.
        if (codecs != DialectCodecs.Chat)
        {
            Assert.DoesNotContain("other", stream, StringComparison.Ordinal);
            var order = EventsOf(codecs, [text]).Select(TypeOf).Distinct().ToList();
            Assert.True(order.SequenceEqual(Frame(stream).Select(TypeOf).Distinct()), $"{why}: {stream}");
        }
    }

    public static string? TypeOf(string serverSentEvent)
    {
        var data = JsonNode.Parse(serverSentEvent[(serverSentEvent.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        return data!["type"]?.ToString() + data["index"] + data["output_index"] + data["item_id"];
    }

    public static List<string> Frame(string stream) =>
        [.. EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]).Select(bytes => Encoding.UTF8.GetString(bytes))];

    public static ConversationAnswer Gather(DialectCodecs codecs, string stream)
    {
        var reader = codecs.Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var text in Frame(stream))
        {
            Assert.NotEqual(EventKind.Malformed, reader.Read(Encoding.UTF8.GetBytes(text), gatherer));
        }

        Assert.True(reader.Finish(gatherer), stream);
        return gatherer.ToAnswer();
    }

    public static string Feed(ConversationContinuation continuation, List<string> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var isOver = false;
        foreach (var text in events)
        {
            var kind = continuation.Read(Encoding.UTF8.GetBytes(text));
            Assert.True(kind is EventKind.Content or EventKind.Heartbeat or EventKind.End or EventKind.UsageOnly, $"{kind} {continuation.Error}: {text}");
            continuation.Write(output);
            isOver |= kind == EventKind.End;
        }

        Assert.True(continuation.IsWhole);
        if (!isOver)
        {
            output.Write(continuation.Finish().Span);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Apply(string request, ConversationContinuation continuation) =>
        Encoding.UTF8.GetString(continuation.Edits.Reverse().Aggregate(Encoding.UTF8.GetBytes(request), (body, edit) => Splice.Apply(body, edit)));

    public static ConversationContinuation Begin(DialectCodecs codecs, List<string> sent, AssistantPrefill prefill, string? request = null)
    {
        var continuation = TryBegin(codecs, sent, prefill, request ?? RequestOf(codecs), new TokenUsage(7, 0, 0, 3, 0));
        Assert.True(continuation is not null, string.Concat(sent));
        return continuation;
    }

    public static ConversationContinuation? TryBegin(DialectCodecs codecs, List<string> sent, AssistantPrefill prefill) =>
        TryBegin(codecs, sent, prefill, RequestOf(codecs), new TokenUsage(7, 0, 0, 3, 0));

    public static ConversationContinuation? TryBegin(DialectCodecs codecs, List<string> sent, AssistantPrefill prefill, string request, TokenUsage? spent)
    {
        var operation = new Operation { Name = "x", Method = "POST", Path = "/v1/x", Dialect = OpenAiChatDialect.Instance, Codecs = codecs };
        var broken = new StreamBreak(
            operation, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(request)), new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(string.Concat(sent))),
            spent, CallerWantsUsage: true, prefill);
        return ConversationContinuation.Begin(broken, PlaceOf(codecs));
    }

    public static TurnPlace PlaceOf(DialectCodecs codecs) => codecs.Name switch
    {
        "gemini" => new TurnPlace("contents", "{\"role\":\"model\",\"parts\":[{\"text\":\"", "\"}]}") { Limits = ["maxOutputTokens"], LimitHolders = ["generationConfig"] },
        "openai-responses" => new TurnPlace("input", "{\"role\":\"assistant\",\"content\":\"", "\"}")
        {
            BeforeString = "{\"role\":\"user\",\"content\":",
            Limits = ["max_output_tokens"],
        },
        _ => new TurnPlace("messages", "{\"role\":\"assistant\",\"content\":\"", "\"}"),
    };

    public static string RequestOf(DialectCodecs codecs) => codecs.Name switch
    {
        "gemini" => """{"generationConfig":{"topK":1,"maxOutputTokens":100},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""",
        "openai-responses" => """{"model":"m","input":[{"role":"user","content":"Hi"}],"stream":true,"max_output_tokens":100}""",
        _ => """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Hi"}],"stream":true}""",
    };

    public static int CountUntil(List<string> events, string piece) => events.FindIndex(text => text.Contains(piece, StringComparison.Ordinal)) + 1;

    public static List<string> EventsOf(DialectCodecs codecs, string[] pieces, string id = "first", string? thought = null)
    {
        using var writer = codecs.Stream.OpenWriter(Translating.Context);
        var usage = new TokenUsage(7, 0, 0, 5, 0);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin, Id = Quote(id), Name = "\"m\""u8, Created = 1, Usage = usage with { Output = 0 } });
        if (thought is not null)
        {
            writer.Take(new StreamEvent { Kind = StreamEventKind.Reasoning, Text = Quote(thought) });
            writer.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
        }

        foreach (var piece in pieces)
        {
            writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = Quote(piece) });
        }

        writer.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Stop, Stop = AiGateway.Dialects.Conversation.StopReason.Complete });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        writer.Take(new StreamEvent { Kind = StreamEventKind.End });
        return Frame(Encoding.UTF8.GetString(writer.Output.WrittenSpan));
    }

    public static ReadOnlySpan<byte> Quote(string text) => JsonString.Of(text).Quoted.Span;
}
