using System.Buffers;
using System.Text;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class AnswerTellingTests
{
    private static readonly GoldenFiles s_answers = new("Answers", "json");
    private static readonly GoldenFiles s_streams = new("Streams", "sse");

    public static TheoryData<string, string> Answers => Cases(s_answers);

    public static TheoryData<string, string> Streams => Cases(s_streams);

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_that_is_told_as_a_stream_and_gathered_again_is_the_same(string name, string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        Assert.True(codecs.Answer.TryRead(Encoding.UTF8.GetBytes(s_answers.Read(name, dialect)), out var answer));
        var gatherer = new AnswerGatherer();

        AnswerTelling.Tell(answer, gatherer);

        Assert.All(DialectCodecs.All, to => Translating.AssertSameJson(Written(answer, to), Written(gatherer.ToAnswer(), to)));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_that_is_gathered_and_told_again_says_the_same(string name, string dialect)
    {
        var gathered = Gather(s_streams.Read(name, dialect), Translating.Codecs(dialect));
        var again = new AnswerGatherer();

        AnswerTelling.Tell(gathered, again);

        Assert.NotEmpty(gathered.Choices);
        Assert.All(DialectCodecs.All, to => Translating.AssertSameJson(Written(gathered, to), Written(again.ToAnswer(), to)));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_of_another_dialect_gathers_to_the_answer_that_this_one_does(string name, string dialect)
    {
        var from = Translating.Codecs(dialect);
        var stream = s_streams.Read(name, dialect);
        var chat = Translating.Codecs("openai-chat");

        var direct = Gather(stream, from);
        var translated = Gather(Translating.Stream(stream, from, chat), chat);

        Translating.AssertSameJson(Written(direct, chat), Written(translated, chat));
    }

    private static ConversationAnswer Gather(string stream, DialectCodecs from)
    {
        var reader = from.Stream.OpenReader();
        var gatherer = new AnswerGatherer();
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [int.MaxValue / 2]))
        {
            Assert.NotEqual(AiGateway.Dialects.EventKind.Malformed, reader.Read(serverSentEvent, gatherer));
        }

        reader.Finish(gatherer);
        return gatherer.ToAnswer();
    }

    private static string Written(ConversationAnswer answer, DialectCodecs to)
    {
        var output = new ArrayBufferWriter<byte>();
        to.Answer.Write(output, answer with { ServiceTier = default }, Translating.Context);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static TheoryData<string, string> Cases(GoldenFiles files)
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, from, to) in files.Pairs())
        {
            if (from == to)
            {
                data.Add(name, from);
            }
        }

        return data;
    }
}
