using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatStreamTapTests
{
    private const string Open = """data: {"choices":[{"index":0,"delta":{"content":"a"}}]}""" + "\n\n";
    private const string Finish = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Theory]
    [InlineData(": ping\n\n", EventKind.Heartbeat)]
    [InlineData(":\n\n", EventKind.Heartbeat)]
    [InlineData("id: 1\n\n", EventKind.Heartbeat)]
    [InlineData("data:\n\n", EventKind.Heartbeat)]
    [InlineData("data:   \n\n", EventKind.Heartbeat)]
    [InlineData("data: null\n\n", EventKind.Content)]
    [InlineData("data: {}\n\n", EventKind.Content)]
    [InlineData("data: {\"choices\":null}\n\n", EventKind.Content)]
    [InlineData("data: {\"choices\":[null,7,[{}]]}\n\n", EventKind.Content)]
    [InlineData("data: {\"choices\":[],\"usage\":null}\n\n", EventKind.Content)]
    [InlineData("data: {\"choices\":[],\"usage\":{}}\n\n", EventKind.UsageOnly)]
    [InlineData("data: {\"choices\":[],\"error\":null,\"usage\":{}}\n\n", EventKind.UsageOnly)]
    [InlineData("data: {\"choices\":[],\ndata:\"usage\":{}}\n\n", EventKind.UsageOnly)]
    [InlineData("data: {\"error\":{\"message\":\"m\"}}\n\n", EventKind.Error)]
    [InlineData("data: {\"error\":\"m\"}\n\n", EventKind.Error)]
    [InlineData("data: {\"choices\":[{\"index\":0}],\"error\":{}}\n\n", EventKind.Error)]
    [InlineData("data: {\"code\":\"Throttling\",\"message\":\"m\"}\n\n", EventKind.Error)]
    [InlineData("event: error\ndata: oops\n\n", EventKind.Error)]
    [InlineData("data: {\"choices\":[{\"index\":0}],\"code\":\"x\",\"message\":\"m\"}\n\n", EventKind.Content)]
    [InlineData("data: {\"error\":false}\n\n", EventKind.Content)]
    [InlineData("data: {\"choices\":[\n\n", EventKind.Malformed)]
    [InlineData("data: {\"\\ud83dabcdef\":1}\n\n", EventKind.Malformed)]
    [InlineData("data: {\"choices\":[{\"finish_reason\":\"\\ud83dabc\"}]}\n\n", EventKind.Malformed)]
    [InlineData("data: {}{}\n\n", EventKind.Malformed)]
    [InlineData("data: null null\n\n", EventKind.Malformed)]
    [InlineData("data: []\n\n", EventKind.Malformed)]
    [InlineData("data: \"a\"\n\n", EventKind.Malformed)]
    [InlineData("data: <html>\n\n", EventKind.Malformed)]
    public void An_event_means(string serverSentEvent, EventKind expected) =>
        Assert.Equal(expected, new ChatStreamTap().Read(Encoding.UTF8.GetBytes(serverSentEvent)));

    [Theory]
    [InlineData("", false)]
    [InlineData(Open, false)]
    [InlineData(Open + Finish, true)]
    [InlineData(Finish + Open, true)]
    [InlineData(Done, true)]
    [InlineData(Open + Done, false)]
    [InlineData("""data: {"choices":[{"index":0,"finish_reason":"stop"},{"index":1,"finish_reason":""}]}""" + "\n\n", false)]
    [InlineData("""data: {"choices":[{"finish_reason":"stop"},{"index":null,"finish_reason":"null"}]}""" + "\n\n", false)]
    [InlineData("""data: {"choices":[{"finish_reason":"stop"},{"finish_reason":"length"}]}""" + "\n\n", true)]
    [InlineData("""data: {"choices":[{"index":127,"finish_reason":"stop"}]}""" + "\n\n", true)]
    [InlineData("""data: {"choices":[{"index":128,"finish_reason":"stop"}]}""" + "\n\n", false)]
    [InlineData("""data: {"choices":[{"index":128,"finish_reason":"stop"}]}""" + "\n\n" + Done, true)]
    public void A_stream_is_whole_when_every_choice_has_its_finish_reason(string stream, bool expected)
    {
        var tap = new ChatStreamTap();
        EventFeed.Read(tap, stream);
        Assert.Equal(expected, tap.IsWhole);
    }

    [Fact]
    public void With_an_event_unread_only_DONE_tells_that_a_stream_is_whole()
    {
        var tap = new ChatStreamTap();
        EventFeed.Read(tap, Open);
        tap.Skip();
        Assert.False(tap.IsWhole);
        Assert.Equal([EventKind.End], EventFeed.Read(tap, Done));
        Assert.True(tap.IsWhole);
    }

    [Fact]
    public void An_empty_usage_does_not_overwrite_what_was_told()
    {
        var tap = new ChatStreamTap();
        EventFeed.Read(tap, """data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\n\n");
        EventFeed.Read(tap, """data: {"choices":[],"usage":{}}""" + "\n\n" + """data: {"choices":[],"usage":null}""" + "\n\n");
        Assert.Equal(new TokenUsage(1, 0, 0, 2, 0), tap.Usage);
    }

    [Fact]
    public void Usage_may_stand_in_the_choice()
    {
        var tap = new ChatStreamTap();
        EventFeed.Read(tap, """data: {"choices":[{"index":0,"usage":{"prompt_tokens":1,"completion_tokens":2},"finish_reason":"stop"}]}""" + "\n\n");
        Assert.Equal(new TokenUsage(1, 0, 0, 2, 0), tap.Usage);
        Assert.True(tap.IsWhole);
    }

    [Fact]
    public void The_terminator_is_an_event_of_its_own() =>
        Assert.Equal(EventKind.End, new ChatStreamTap().Read(new ChatStreamTap().Finish().Span));

    [Fact]
    public void A_chunk_costs_no_allocation()
    {
        var tap = new ChatStreamTap();
        var chunk = RecordedStreams.All[0].Bytes;
        tap.Read(chunk.AsSpan(0, 1));
        var events = EventFeed.Frame(chunk, [chunk.Length]);
        foreach (var serverSentEvent in events)
        {
            tap.Read(serverSentEvent);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var serverSentEvent in events)
        {
            tap.Read(serverSentEvent);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Broken_streams_never_throw()
    {
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var stream = RecordedStreams.All[input % RecordedStreams.All.Count];
            var tap = stream.Open();
            EventFeed.Read(tap, Fuzzing.Mutate(stream.Bytes, "{}[]\",:0\r\n \u0001é"u8, random), [random.Next(1, 400)]);
            Assert.True(tap.Usage is null || tap.Usage.Value is { Input: >= 0, CacheRead: >= 0, CacheWrite: >= 0, Output: >= 0, Reasoning: >= 0 });
        }
    }
}
