namespace AiGateway.EndToEnd.Streaming;

/// <summary>Events that look unlike OpenAI's own, and ends that are told in other ways.</summary>
public sealed class EventShapeTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;
    private readonly TaskCompletionSource _seen = new();

    public static TheoryData<string, string> Odd => new()
    {
        { "data over several lines", "data: {\"id\":\"chatcmpl-1\",\ndata: \"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\ndata: \"finish_reason\":null}]}\n\n" },
        { "no blank after the colon", "data:{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n" },
        { "a byte order mark", "\uFEFF" + Samples.Text("a") },
        { "no choices", "data: {\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n" },
        { "an empty object", "data: {}\n\n" },
        { "unknown members", "data: {\"obfuscation\":\"xyz\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\",\"content\":null},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n" },
        { "an error that is null", "data: {\"error\":null,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n" },
        { "the word error in its text", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"error\\\":{}} data: [DONE]\\n\\n\"},\"finish_reason\":null}]}\n\n" },
        { "an unknown field", "foo: bar\n" + Samples.Text("a") },
        { "several blank lines", Samples.Text("a") + "\n\n\n" + Samples.Text("b") },
        { "an index beyond 32 bits", "data: {\"choices\":[{\"index\":99999999999,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_events_come_through_unchanged(string name, string text)
    {
        Assert.NotEmpty(name);
        _rig.Upstream.Play(Answer.Stream(text, Samples.Finish, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.StreamWithUsage));
        Assert.Equal((200, text + Samples.Finish + Samples.Done, true), (reply.Status, reply.Text, reply.Whole));
    }

    [Fact]
    public async Task DONE_without_a_finish_reason_is_no_whole_stream()
    {
        using var client = await BeginAsync(Samples.Text("one"), exchange => exchange.SendChunkAsync(Samples.Done));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        _seen.SetResult();
        Assert.Contains("stream_interrupted", Assert.Single(await answer.ReadAllEventsAsync()), StringComparison.Ordinal);
        Assert.False(answer.Body.Whole);
    }

    [Fact]
    public async Task A_finished_stream_whose_upstream_falls_silent_ends_soon()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one") + Samples.Finish);
            await exchange.StallAsync();
        });
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream), TimeSpan.FromSeconds(12));
        Assert.Equal((Samples.Text("one") + Samples.Finish + Samples.Done, true), (reply.Text, reply.Whole));
    }

    [Fact]
    public async Task A_stream_that_is_cut_after_it_has_finished_is_whole()
    {
        using var client = await BeginAsync(Samples.Text("one") + Samples.Finish, exchange =>
        {
            exchange.Reset();
            return Task.CompletedTask;
        });
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        Assert.Equal(Samples.Finish, await answer.ReadEventAsync());
        _seen.SetResult();
        Assert.Equal([Samples.Done], await answer.ReadAllEventsAsync());
        Assert.True(answer.Body.Whole);
    }

    [Fact]
    public async Task Legacy_completions_stream_alike()
    {
        const string Text = "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"Hi\",\"finish_reason\":null}]}\n\n";
        const string End = "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}]}\n\n";
        var script = _rig.Upstream.Play(Answer.Stream(Text, End, Samples.Usage, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Post("/v1/completions", """{"model":"m","prompt":"Hi","stream":true}"""));
        Assert.Equal((Text + End + Samples.Done, true), (reply.Text, reply.Whole));
        Assert.Contains("include_usage", script.Only.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_of_other_operations_are_asked_for_and_passed_as_they_are()
    {
        const string Events = "event: transcript.text.delta\ndata: {\"type\":\"transcript.text.delta\",\"delta\":\"Hi\"}\n\n"
            + "event: transcript.text.done\ndata: {\"type\":\"transcript.text.done\",\"text\":\"Hi\"}\n\n";
        _rig.Upstream.Play(Answer.Stream(Events));
        var reply = await _rig.SendAsync(Proxy.Operations.Request("POST", "/v1/audio/transcriptions", "multipart/form-data; boundary=frontier"));
        Assert.Equal((200, Events, true), (reply.Status, reply.Text, reply.Whole));
    }

    /// <summary>Begins a stream that goes on once the test says that it has seen what came first.</summary>
    private async Task<RawClient> BeginAsync(string first, Func<UpstreamExchange, Task> rest)
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(first);
            await _seen.Task;
            await rest(exchange);
        });
        var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        return client;
    }
}
