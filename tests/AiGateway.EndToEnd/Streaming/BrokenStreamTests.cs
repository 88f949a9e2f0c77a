using System.Text.Json;

namespace AiGateway.EndToEnd.Streaming;

public sealed class BrokenStreamTests(BrokenStreamTests.Fixture fixture) : IClassFixture<BrokenStreamTests.Fixture>, IDisposable
{
    public sealed class Fixture() : RigFixture(("STREAM_IDLE_TIMEOUT", "1s"));

    private readonly Rig _rig = fixture.Rig;
    private RawClient? _client;

    public void Dispose() => _client?.Dispose();

    public static TheoryData<string> Breaks => ["closed", "ended cleanly", "closed inside an event", "reset", "stalled", "only comments", "cut inside a chunk", "bad chunk size"];

    public static TheoryData<string> ErrorEvents =>
    [
        Samples.Event("""{"error":{"message":"the model fell over","type":"server_error","param":null,"code":"boom"}}"""),
        "event: error\n" + Samples.Event("""{"error":{"message":"the model fell over","type":"server_error","param":null,"code":null}}"""),
    ];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_stream_that_breaks_ends_in_an_error_event_and_no_clean_end(string how)
    {
        var seen = new TaskCompletionSource();
        var script = _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await seen.Task;
            await BreakAsync(exchange, how);
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(200, answer.Head.Status);
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        seen.SetResult();
        var rest = (await answer.ReadAllEventsAsync()).Where(text => !text.StartsWith(':')).ToArray();

        var error = JsonElement.Parse(Assert.Single(rest)["data: ".Length..]).GetProperty("error");
        Assert.Equal(("stream_interrupted", "api_response_error"), (error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal("", answer.Left);
        Assert.False(answer.Body.Whole);
        Assert.True(client.Wire.Ended);
        script.Verify();
        var line = await _rig.Gateway.WaitForAccessLineAsync(answer.Head["x-request-id"]!);
        Assert.Equal("stream_interrupted", line["error_code"]);
    }

    [Fact]
    public async Task A_response_that_breaks_ends_in_an_error_event_with_the_next_number_and_has_failed()
    {
        const string begun = "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\"}}\n\n";
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(begun + begun.Replace("created", "in_progress", StringComparison.Ordinal));
            exchange.Close();
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Post("/v1/responses", """{"model":"m","input":"Hi","stream":true}"""));
        var answer = await client.BeginAnswerAsync();
        var events = await answer.ReadAllEventsAsync();

        Assert.StartsWith("event: error\n", events[^2], StringComparison.Ordinal);
        Assert.StartsWith("event: response.failed\n", events[^1], StringComparison.Ordinal);
        Assert.Equal((2, 3), (NumberOf(events[^2]), NumberOf(events[^1])));
        Assert.False(answer.Body.Whole);

        static int NumberOf(string told) => JsonElement.Parse(told[(told.IndexOf("data: ", StringComparison.Ordinal) + 6)..]).GetProperty("sequence_number").GetInt32();
    }

    [Fact]
    public async Task Every_choice_needs_its_finish_reason()
    {
        var second = Samples.Text("two").Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal);
        await AssertInterruptedAsync(Samples.Text("one") + second + Samples.Finish);
    }

    [Theory]
    [InlineData("data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\"\n\n")]
    [InlineData("data: <html>\n\n")]
    public async Task An_event_that_is_no_json_breaks_the_stream(string broken)
    {
        await AssertInterruptedAsync(Samples.Text("one"), broken, Samples.Text("two"), Samples.Finish, Samples.Done);
    }

    [Theory]
    [MemberData(nameof(ErrorEvents))]
    public async Task An_error_event_of_the_upstream_is_passed_on_and_is_the_last(string error)
    {
        var (answer, seen) = await BeginAsync(Samples.Text("one"), error, Samples.Text("two"), Samples.Done);
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        seen.SetResult();
        Assert.Equal([error], await answer.ReadAllEventsAsync());
        Assert.False(answer.Body.Whole);
    }

    [Theory]
    [MemberData(nameof(ErrorEvents))]
    public async Task An_error_event_that_comes_together_with_text_takes_none_of_it_away(string error)
    {
        _rig.Upstream.Play(Answer.Stream(Samples.Text("one") + error, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((200, Samples.Text("one") + error, false), (reply.Status, reply.Text, reply.Whole));
    }

    [Theory]
    [MemberData(nameof(ErrorEvents))]
    public async Task A_stream_that_begins_with_an_error_event_is_an_error_with_a_status(string error)
    {
        _rig.Upstream.Play(Answer.Stream(": hello\n\n", error, Samples.Done));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((502, "response_error", true), (reply.Status, reply.ErrorCode, reply.Whole));
    }

    [Fact]
    public async Task What_the_provider_says_in_an_error_that_comes_first_reaches_the_caller()
    {
        _rig.Upstream.Play(Answer.Stream("data: {\"error\":{\"message\":\"the model is being moved\",\"code\":503}}\n\n"));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(502, reply.Status);
        Assert.Contains("the model is being moved", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("ended cleanly")]
    [InlineData("reset")]
    [InlineData("closed inside an event")]
    public async Task A_stream_that_fails_before_its_first_event_is_an_error_with_a_status(string how)
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await BreakAsync(exchange, how);
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((502, "response_error"), (reply.Status, reply.ErrorCode));
        Assert.True(reply.Whole);
    }

    [Fact]
    public async Task Data_that_comes_slower_than_comments_but_within_the_time_is_no_stall()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            for (var round = 0; round < 4; round++)
            {
                await exchange.SendChunkAsync(Samples.Text($"{round}"));
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(400));
            }

            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.EndsWith(Samples.Finish + Samples.Done, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stalled_upstream_is_let_go()
    {
        var closed = new TaskCompletionSource<TimeSpan>();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            closed.SetResult(await exchange.WaitForPeerCloseAsync());
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Contains("stream_interrupted", reply.Text, StringComparison.Ordinal);
        Assert.InRange((await closed.Task.Within("the upstream to be let go")).TotalSeconds, 0.8, 4);
    }

    [Fact]
    public async Task A_broken_answer_that_is_no_stream_aborts_the_connection()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync("audio/mpeg");
            await exchange.SendChunkAsync(new string('x', 200_000));
            exchange.Close();
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Post("/v1/audio/speech", """{"model":"tts","input":"Hi"}"""));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(200, answer.Head.Status);
        await answer.Body.ReadAllAsync();
        Assert.False(answer.Body.Whole);
    }

    private async Task AssertInterruptedAsync(string before, params string[] rest)
    {
        var (answer, seen) = await BeginAsync(before, rest);
        seen.SetResult();
        var body = string.Concat(await answer.ReadAllEventsAsync());
        Assert.StartsWith(before, body, StringComparison.Ordinal);
        var error = JsonElement.Parse(body[before.Length..]["data: ".Length..]).GetProperty("error");
        Assert.Equal("stream_interrupted", error.GetProperty("code").GetString());
        Assert.False(answer.Body.Whole);
    }

    /// <summary>Begins a stream; what is to follow is held back until the test says that it has seen the first events.</summary>
    private async Task<(RawAnswerStream Answer, TaskCompletionSource Seen)> BeginAsync(string first, params string[] rest)
    {
        var seen = new TaskCompletionSource();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(first);
            await seen.Task;
            foreach (var text in rest)
            {
                await exchange.SendChunkAsync(text);
            }

            await exchange.EndChunksAsync();
        });

        _client = await _rig.ConnectAsync();
        await _client.SendAsync(CallerRequest.Chat(Samples.Stream));
        return (await _client.BeginAnswerAsync(), seen);
    }

    private static async Task BreakAsync(UpstreamExchange exchange, string how)
    {
        switch (how)
        {
            case "closed":
                exchange.Close();
                return;
            case "ended cleanly":
                await exchange.EndChunksAsync();
                return;
            case "closed inside an event":
                await exchange.SendChunkAsync("data: {\"id\":\"chatcm");
                exchange.Close();
                return;
            case "reset":
                exchange.Reset();
                return;
            case "stalled":
                await exchange.StallAsync();
                return;
            case "only comments":
                for (var round = 0; round < 30; round++)
                {
                    await exchange.SendChunkAsync(": still here\n\n");
                    await Deadline.PauseAsync(TimeSpan.FromMilliseconds(100));
                }

                throw new InvalidOperationException("Comments kept the stream alive for 3 s.");
            case "cut inside a chunk":
                await exchange.SendRawAsync("ff\r\ndata: {");
                exchange.Close();
                return;
            case "bad chunk size":
                await exchange.SendRawAsync("zz\r\nxx\r\n");
                await exchange.StallAsync();
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "No such break.");
        }
    }
}
