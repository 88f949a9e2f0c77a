using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Stored;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

public sealed class ContinuedTranslationTests
{
    private static readonly Dialect[] s_dialects = [OpenAiChatDialect.Instance, OpenAiResponsesDialect.Instance, AnthropicDialect.Instance, GeminiDialect.Instance];

    public static TheoryData<string, string> Pairs { get; } =
    [
        .. from caller in s_dialects
           from target in s_dialects
           select new TheoryDataRow<string, string>(caller.Name, target.Name),
    ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stream_of_another_dialect_goes_on_to_the_callers_own_end(string callerName, string targetName)
    {
        var (caller, target) = (OperationOf(callerName), OperationOf(targetName));
        var sent = Told(caller, ["One, ", "two"], isWhole: false);

        var (rest, isWhole) = Continue(caller, target, sent, Told(target, ["One, two", ", three."], isWhole: true));

        Assert.True(isWhole, rest);
        var answer = Gather(caller, sent + rest);
        Assert.Equal("One, two, three.", Assert.IsType<TextPart>(Assert.Single(answer.Choices[0].Parts)).Text.ToString());
        Assert.Equal(AiGateway.Dialects.Conversation.StopReason.Complete, answer.Choices[0].Stop);
        Assert.NotNull(answer.Usage);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stream_that_ends_before_it_has_repeated_what_was_sent_is_never_whole(string callerName, string targetName)
    {
        var (caller, target) = (OperationOf(callerName), OperationOf(targetName));
        var sent = Told(caller, ["One, ", "two"], isWhole: false);

        var (rest, isWhole) = Continue(caller, target, sent, Told(target, ["One"], isWhole: true));

        Assert.False(isWhole, rest);
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("gemini")]
    public void What_is_kept_of_a_continued_answer_is_all_of_it(string targetName)
    {
        var (caller, target) = (OperationOf("openai-responses"), OperationOf(targetName));
        var keeper = new Keeper();

        var sent = Told(caller, ["One, ", "two"], isWhole: false);
        Continue(caller, target, sent, Told(target, ["One, two", ", three."], isWhole: true), new AnswerCopy(keeper, ResponsesStorage.Instance));

        Assert.Contains("\"text\":\"One, two, three.\"", Encoding.UTF8.GetString(keeper.Kept.Span), StringComparison.Ordinal);
    }

    // As much of it as comes until it ends, and whether it may.
    private static (string Told, bool IsWhole) Continue(Operation caller, Operation target, string sent, string told, AnswerCopy? copy = null)
    {
        var request = Encoding.UTF8.GetBytes(RequestOf(caller));
        var broken = new StreamBreak(
            caller, new ReadOnlySequence<byte>(request), new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(sent)), null, CallerWantsUsage: true, AssistantPrefill.None);
        Assert.True(caller.Dialect.TryContinue(broken, out var continuation), sent);
        var translation = new StreamTranslation(
            target.Codecs!.Stream.OpenReader(), caller.Codecs!.Stream.OpenWriter(Conversation.Translating.Context), target.Codecs.Error, "id");
        var stream = new ContinuedTranslation(translation, continuation, withholdsUsage: false) { Copy = copy };
        var output = new ArrayBufferWriter<byte>();
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(told), [int.MaxValue / 2]))
        {
            var kind = stream.Read(serverSentEvent);
            if (kind is EventKind.Malformed or EventKind.Error)
            {
                return (Encoding.UTF8.GetString(output.WrittenSpan), false);
            }

            stream.Write(output);
            if (kind == EventKind.End)
            {
                return (Encoding.UTF8.GetString(output.WrittenSpan), stream.IsWhole);
            }
        }

        var isWhole = stream.IsWhole;
        output.Write(isWhole ? stream.Finish().Span : default);
        return (Encoding.UTF8.GetString(output.WrittenSpan), isWhole);
    }

    private static ConversationAnswer Gather(Operation caller, string stream)
    {
        var reader = caller.Codecs!.Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]))
        {
            Assert.NotEqual(EventKind.Malformed, reader.Read(serverSentEvent, gatherer));
        }

        Assert.True(reader.Finish(gatherer), stream);
        return gatherer.ToAnswer();
    }

    private static string Told(Operation operation, string[] pieces, bool isWhole)
    {
        using var writer = operation.Codecs!.Stream.OpenWriter(Conversation.Translating.Context);
        var usage = new TokenUsage(7, 0, 0, 5, 0);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin, Id = "\"first\""u8, Name = "\"m\""u8, Created = 1, Usage = usage with { Output = 0 } });
        foreach (var piece in pieces)
        {
            writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = JsonString.Of(piece).Quoted.Span });
        }

        if (isWhole)
        {
            writer.Take(new StreamEvent { Kind = StreamEventKind.PartEnd });
            writer.Take(new StreamEvent { Kind = StreamEventKind.Stop, Stop = AiGateway.Dialects.Conversation.StopReason.Complete });
            writer.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
            writer.Take(new StreamEvent { Kind = StreamEventKind.End });
        }

        return Encoding.UTF8.GetString(writer.Output.WrittenSpan);
    }

    private static Operation OperationOf(string dialect) => s_dialects.Single(known => known.Name == dialect).Find(OperationTask.Conversation, streams: true)!;

    private static string RequestOf(Operation operation) => operation.Dialect.Name switch
    {
        "gemini" => """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""",
        "openai-responses" => """{"model":"m","input":"Hi","stream":true}""",
        _ => """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Hi"}],"stream":true}""",
    };

    private sealed class Keeper : IAnswerKeeper
    {
        public string Id => "resp_kept";

        public string? Previous => null;

        public ReadOnlyMemory<byte> Kept { get; private set; }

        public void Keep(ReadOnlyMemory<byte> answer) => Kept = answer;
    }
}
