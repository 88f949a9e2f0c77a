using System.Text;

namespace AiGateway.EndToEnd.Streaming;

public sealed class RelayTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Fact]
    public async Task Each_event_reaches_the_caller_when_the_upstream_sends_it()
    {
        const int Events = 20;
        var seen = new SemaphoreSlim(0);
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            for (var number = 0; number < Events; number++)
            {
                await exchange.SendChunkAsync(Samples.Text($"{number}"));
                Assert.True(await seen.WaitAsync(Deadline.Usual));
            }

            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        for (var number = 0; number < Events; number++)
        {
            Assert.Equal(Samples.Text($"{number}"), await answer.ReadEventAsync());
            seen.Release();
        }

        Assert.Equal([Samples.Finish, Samples.Done], await answer.ReadAllEventsAsync());
        Assert.True(answer.Body.Whole);
    }

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\n", 3)]
    [InlineData("\r\n", 1)]
    [InlineData("\r\n", 4)]
    [InlineData("\r", 1)]
    [InlineData("\r", 5)]
    public async Task Any_line_end_and_any_split_of_the_bytes_comes_through_unchanged(string lineEnd, int size)
    {
        var stream = (": hello\n\nevent: x\nid: 1\nretry: 5\n" + Samples.Text("h\u00e9\U0001F600") + "data:" + Samples.Finish[6..] + Samples.Done)
            .Replace("\n", lineEnd, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(stream);
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            foreach (var piece in bytes.Chunk(size))
            {
                await exchange.SendChunkAsync(piece);
            }

            await exchange.EndChunksAsync();
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(stream, reply.Text);
        Assert.True(reply.Whole);
    }

    [Fact]
    public async Task The_framing_of_the_upstreams_chunks_may_be_cut_anywhere()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            var text = Samples.Text("one") + Samples.Finish + Samples.Done;
            foreach (var letter in $"{text.Length:X}\r\n{text}\r\n0\r\n\r\n")
            {
                await exchange.SendRawAsync(letter.ToString());
            }
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, reply.Text);
    }

    [Fact]
    public async Task A_stream_that_the_end_of_the_connection_ends_is_whole_when_it_has_said_so()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendHeadAsync(200, ("Content-Type", "text/event-stream"), ("Connection", "close"));
            await exchange.SendRawAsync(Samples.Text("one") + Samples.Finish + Samples.Done);
            exchange.Close();
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, reply.Text);
        Assert.True(reply.Whole);
    }

    [Fact]
    public async Task Comments_pass_while_the_model_is_thinking()
    {
        var go = new TaskCompletionSource();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await exchange.SendChunkAsync(": keep-alive\n\n");
            await go.Task;
            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        Assert.Equal(": keep-alive\n\n", await answer.ReadEventAsync());
        go.SetResult();
        Assert.Equal([Samples.Finish, Samples.Done], await answer.ReadAllEventsAsync());
    }

    [Fact]
    public async Task An_event_of_three_mebibytes_comes_through_whole()
    {
        var large = Samples.Text(new string('x', 3 << 20));
        _rig.Upstream.Play(Answer.Stream(Samples.Text("one"), large, Samples.Finish, Samples.Done));

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.True(reply.Whole);
        Assert.Equal(Samples.Text("one") + large + Samples.Finish + Samples.Done, reply.Text);
    }

    [Fact]
    public async Task Ten_thousand_events_come_through_whole_and_in_order()
    {
        var events = Enumerable.Range(0, 10_000).Select(number => Samples.Text($"{number}")).ToArray();
        _rig.Upstream.Play(Answer.Stream([.. events, Samples.Finish, Samples.Done]));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(string.Concat(events) + Samples.Finish + Samples.Done, reply.Text);
    }

    [Fact]
    public async Task A_missing_DONE_is_added_to_a_stream_that_is_whole()
    {
        _rig.Upstream.Play(Answer.Stream(Samples.Text("one"), Samples.Finish));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, reply.Text);
        Assert.True(reply.Whole);
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"late\":1}\n\n")]
    [InlineData(": comment\n\n")]
    [InlineData("garbage")]
    public async Task Whatever_follows_DONE_is_dropped(string late)
    {
        _rig.Upstream.Play(Answer.Stream(Samples.Text("one"), Samples.Finish, Samples.Done + late, late));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, reply.Text);
        Assert.True(reply.Whole);
    }

    [Fact]
    public async Task A_connection_that_is_left_open_after_DONE_does_not_keep_the_caller_waiting()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one") + Samples.Finish + Samples.Done);
            await exchange.StallAsync();
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream), TimeSpan.FromSeconds(5));
        Assert.EndsWith(Samples.Done, reply.Text, StringComparison.Ordinal);
        Assert.True(reply.Whole);
    }

    [Fact]
    public async Task A_connection_carries_the_next_request_after_a_stream()
    {
        _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        for (var round = 0; round < 3; round++)
        {
            await client.SendAsync(CallerRequest.Chat(Samples.Stream));
            Assert.EndsWith(Samples.Done, (await client.ReadAnswerAsync()).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_of_the_Responses_API_ends_without_DONE()
    {
        string[] events =
        [
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\"}}\n\n",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"Hi\"}\n\n",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"usage\":{\"input_tokens\":5,\"output_tokens\":2,\"total_tokens\":7}}}\n\n",
        ];
        var body = """{"model":"m","input":"Hi","stream":true}""";
        var script = _rig.Upstream.Play(Answer.Stream(events));
        var reply = await _rig.SendAsync(CallerRequest.Post("/v1/responses", body));

        Assert.Equal((string.Concat(events), true), (reply.Text, reply.Whole));
        Assert.Equal(body, script.Only.Text);
        var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.Equal(("5", "2"), (line["prompt_tokens"], line["completion_tokens"]));
    }
}
