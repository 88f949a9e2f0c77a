using System.Net.Http.Headers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Tests.Dialects;
using AiGateway.Upstream;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class EventPumpTests
{
    public static TheoryData<RecordedStream> Streams { get; } = [.. RecordedStreams.All];

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task However_a_stream_is_split_the_caller_gets_the_same(RecordedStream stream)
    {
        foreach (var withholdsUsage in (bool[])[false, true])
        {
            foreach (var breaks in (Exception?[])[null, new IOException("cut")])
            {
                var whole = await RelayAsync(stream, [int.MaxValue], withholdsUsage, breaks);
                await Gen.Int[1, 40].Array[1, 12].SampleAsync(
                    async reads => Assert.Equal(whole, await RelayAsync(stream, reads, withholdsUsage, breaks)), iter: 20, threads: 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task A_whole_stream_goes_through_byte_for_byte(RecordedStream stream)
    {
        if (!stream.IsWhole)
        {
            return;
        }

        var relayed = await RelayAsync(stream, [17], withholdsUsage: false, breaks: null);

        // What the stream left out at its end is added.
        Assert.StartsWith(stream.Text, relayed.Text, StringComparison.Ordinal);
        Assert.Contains(relayed.Text[stream.Text.Length..].Trim(), (string[])["", "data: [DONE]", "event: message_stop\ndata: {\"type\":\"message_stop\"}"]);
        Assert.Null(relayed.Code);
    }

    [Theory]
    [MemberData(nameof(Streams), DisableDiscoveryEnumeration = true)]
    public async Task A_stream_that_is_not_whole_never_ends_cleanly(RecordedStream stream)
    {
        if (stream.IsWhole)
        {
            return;
        }

        var relayed = await RelayAsync(stream, [17], withholdsUsage: false, breaks: null);

        Assert.NotNull(relayed.Code);
        Assert.DoesNotContain("[DONE]", relayed.Text, StringComparison.Ordinal);
        Assert.Equal(relayed.Text.Length > 0, relayed.IsBroken);
    }

    [Fact]
    public async Task Heartbeats_that_there_is_no_memory_for_do_not_pass_for_the_answer()
    {
        const string Answer = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

        // As many as fill what a stream may hold without asking, to the byte.
        var heartbeats = string.Concat(Enumerable.Repeat(": keep-alive .\n\n", 1024));
        Assert.Equal(16 * 1024, heartbeats.Length);
        var content = new SplitContent(Encoding.UTF8.GetBytes(heartbeats + Answer), [1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        using var provider = new ScriptedProvider(_ => new HttpResponseMessage { Content = content }, budget: new MemoryBudget(0));

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Equal(new TokenUsage(3, 0, 0, 2, 0), provider.Exchange.Usage);
        Assert.EndsWith(Answer, await provider.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1beta/models/m:streamGenerateContent", "gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},\"finishReason\":\"STOP\",\"index\":0}]}\r\n\r\n")]
    [InlineData("/v1/chat/completions", "openai", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n")]
    [InlineData("/v1/messages", "anthropic", "event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{}}\r\n\r\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\r\n\r\nevent: message_stop\r\ndata: {\"type\":\"message_stop\"}\r\n\r\n")]
    public async Task A_stream_whose_last_CRLF_is_torn_apart_arrives_with_all_of_it(string path, string type, string stream)
    {
        var content = new SplitContent(Encoding.UTF8.GetBytes(stream), [1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        using var provider = new ScriptedProvider(_ => new HttpResponseMessage { Content = content }, path, """{"model":"m","stream":true}""", type: type);

        Assert.Same(Outcome.Served, await provider.RunAsync());
        Assert.Equal(stream, await provider.ReadTextAsync());
    }

    private static async Task<Relayed> RelayAsync(RecordedStream stream, IReadOnlyList<int> reads, bool withholdsUsage, Exception? breaks)
    {
        var content = new SplitContent(stream.Bytes, reads, breaks);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        using var provider = new ScriptedProvider(_ => new HttpResponseMessage { Content = content }, stream.Path.Replace("{model}", "m", StringComparison.Ordinal), type: stream.Provider);
        Assert.True(provider.Exchange.Itinerary!.TryNext(MoveOn.ToNextTarget, out var visit));
        using var asked = new TargetRequest(provider.Exchange, visit, provider.Budget, provider.Time);
        Assert.Null(asked.Prepare(continuation: null, mayAskForUsage: true));
        await using var call = new UpstreamCall(provider.Exchange, visit, asked, provider.Exchange.Deadline, provider.Time);
        Assert.Null(await call.SendAsync(TimeSpan.FromMinutes(1)));

        provider.Exchange.Adopt(visit, call);
        using var reply = new EventReply(provider.Exchange, new AnswerHead(provider.Head), provider.Budget, provider.Time);
        var rules = new EventRules(withholdsUsage, HoldsPreamble: false, TimeSpan.FromMinutes(1), Keepalive: null, Rewrite: null);
        using var answer = new EventAnswer(provider.Exchange, call, reply, provider.Settle, provider.Budget, rules);
        var result = await answer.OpenAsync() is { } failure ? RelayResult.Failed(failure, hasBegun: false) : await answer.DeliverAsync();

        answer.Dispose();
        Assert.Equal(0, provider.Budget.Held);
        return new Relayed(await provider.ReadTextAsync(), result.Outcome!.Error?.Code, result.Outcome.Broken, result.Failure?.Kind, provider.Exchange.Usage?.ToString());
    }

    private sealed record Relayed(string Text, string? Code, bool IsBroken, FailureKind? Kind, string? Usage);
}
