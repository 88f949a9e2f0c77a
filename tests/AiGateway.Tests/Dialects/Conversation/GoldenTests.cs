using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class GoldenTests
{
    private static readonly string[] s_mustHave =
        ["text", "system", "images", "tool-single", "tools-parallel", "reasoning", "structured-output", "refusal", "cache", "sampling"];

    private static readonly string[] s_mustHaveAnswers = ["text", "tools", "reasoning", "refusal", "stop-length", "stop-filtered"];

    private static readonly GoldenFiles s_requests = new("Requests", "json");
    private static readonly GoldenFiles s_dropped = new("Requests", "dropped.txt");
    private static readonly GoldenFiles s_answers = new("Answers", "json");
    private static readonly GoldenFiles s_streams = new("Streams", "sse");

    public static TheoryData<string, string, string> Requests { get; } = [.. s_requests.Pairs()];

    public static TheoryData<string, string, string> Answers { get; } = [.. s_answers.Pairs()];

    public static TheoryData<string, string, string> Streams { get; } = [.. s_streams.Pairs()];

    [Fact]
    public void Every_dialect_has_every_case_that_must_exist()
    {
        Assert.Empty(s_mustHave.Except(s_requests.Cases()));
        Assert.Empty(s_mustHaveAnswers.Except(s_answers.Cases()));
        Assert.Empty(s_mustHaveAnswers.Except(s_streams.Cases()));
        foreach (var files in (GoldenFiles[])[s_requests, s_answers, s_streams])
        {
            Assert.All(from dialect in DialectCodecs.All from name in files.Cases() select files.Read(name, dialect.Name), Assert.NotEmpty);
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_becomes_what_its_file_says(string name, string from, string to)
    {
        var (json, dropped) = Request(s_requests.Read(name, from), Codecs(from), Codecs(to));

        s_requests.Check(name, from, to, json, AssertSameJson);
        Assert.Equal(s_dropped.ReadDropped(name, from, to, dropped), dropped);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_becomes_what_its_file_says(string name, string from, string to)
    {
        s_answers.Check(name, from, to, Answer(s_answers.Read(name, from), Codecs(from), Codecs(to)), AssertSameJson);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_becomes_what_its_file_says_at_every_split(string name, string from, string to)
    {
        var stream = s_streams.Read(name, from);
        var whole = Stream(stream, Codecs(from), Codecs(to));

        s_streams.Check(name, from, to, whole, (expected, actual) => Assert.Equal(expected, actual));
        Assert.Equal(whole, Stream(stream, Codecs(from), Codecs(to), [1]));
        for (var cut = 1; cut < stream.Length; cut++)
        {
            Assert.Equal(whole, Stream(stream, Codecs(from), Codecs(to), [cut, stream.Length]));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_that_was_cut_is_told_to_be_broken(string name, string from, string to)
    {
        var events = EventFeed.Frame(System.Text.Encoding.UTF8.GetBytes(s_streams.Read(name, from)), [int.MaxValue / 2]);
        var reader = Codecs(from).Stream.OpenReader();
        using var writer = Codecs(to).Stream.OpenWriter(Context);
        foreach (var serverSentEvent in events)
        {
            reader.Read(serverSentEvent, writer);
            if (!reader.IsWhole)
            {
                Assert.False(reader.Finish(writer));
            }
        }

        Assert.True(reader.Finish(writer));
    }
}
