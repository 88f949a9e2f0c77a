namespace AiGateway.EndToEnd.Streaming;

public sealed class CancellationTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("/v1/chat/completions", false)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/audio/transcriptions", false)]
    [InlineData("/v1/audio/transcriptions", true)]
    public async Task A_caller_that_leaves_inside_his_body_has_left_and_did_nothing_wrong(string path, bool reset)
    {
        var id = Guid.NewGuid().ToString("N");
        var client = await _rig.ConnectAsync();
        await client.SendAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Rig.Key}\r\nX-Request-Id: {id}\r\nExpect: 100-continue\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n");

        // Its body is being read.
        Assert.Equal(100, (await HttpHead.ReadAsync(client.Wire))!.Status);
        await client.SendAsync("--b");
        if (reset)
        {
            client.Wire.Reset();
        }

        client.Dispose();
        var line = await _rig.Gateway.WaitForAccessLineAsync(id);
        Assert.Equal(("499", "client_closed_request"), (line["status"], line["error_code"]));
    }

    [Theory]
    [InlineData("stream, before the head", Samples.Stream, false)]
    [InlineData("stream, before the first token", Samples.Stream, false)]
    [InlineData("stream, after tokens", Samples.Stream, false)]
    [InlineData("no stream, before the head", Samples.Chat, false)]
    [InlineData("no stream, inside the body", Samples.Chat, false)]
    [InlineData("stream, before the head", Samples.Stream, true)]
    [InlineData("stream, before the first token", Samples.Stream, true)]
    [InlineData("stream, after tokens", Samples.Stream, true)]
    [InlineData("no stream, before the head", Samples.Chat, true)]
    public async Task A_caller_that_leaves_cancels_the_upstream_within_a_second(string when, string body, bool reset)
    {
        var id = Guid.NewGuid().ToString("N");
        var reached = new TaskCompletionSource();
        var closed = new TaskCompletionSource<TimeSpan>();
        _rig.Upstream.Play(async exchange =>
        {
            await BeginAsync(exchange, when);
            reached.SetResult();
            closed.SetResult(await exchange.WaitForPeerCloseAsync());
        });

        var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(body).With(("X-Request-Id", id)));
        await reached.Task.Within("the upstream to be asked");
        if (when.EndsWith("after tokens", StringComparison.Ordinal))
        {
            Assert.NotNull(await (await client.BeginAnswerAsync()).ReadEventAsync());
        }

        // The upstream's own wait begins before the caller leaves; this margin is what it may lag.
        await Deadline.PauseAsync(TimeSpan.FromMilliseconds(50));
        if (reset)
        {
            client.Wire.Reset();
        }

        client.Dispose();
        Assert.InRange((await closed.Task.Within("the upstream to be cancelled")).TotalSeconds, 0, 1.1);

        var line = await _rig.Gateway.WaitForAccessLineAsync(id);
        Assert.Equal("499", line["status"]);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_caller_that_leaves_inside_his_upload_ends_it_at_the_upstream()
    {
        await using var rig = await Rig.StartAsync(("SHARED_ACCOUNT_OBJECTS", "true"));
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        rig.Upstream.Play(
            async exchange =>
            {
                await exchange.ReadBodyAsync();
                began.SetResult();
                while ((await exchange.ReadBodyAsync()).Length > 0)
                {
                }

                ended.SetResult();
            },
            readBody: false);

        var client = await rig.ConnectAsync();
        await client.SendAsync($"POST /v1/files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b");
        await began.Task.Within("the upload to begin");
        client.Dispose();
        await ended.Task.Within("the upload to end at the upstream");
    }

    [Fact]
    public async Task A_hundred_callers_that_leave_free_a_hundred_upstream_calls()
    {
        const int Callers = 100;
        var open = 0;
        var began = 0;
        _rig.Upstream.Play(async exchange =>
        {
            Interlocked.Increment(ref open);
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            Interlocked.Increment(ref began);
            await exchange.WaitForPeerCloseAsync();
            Interlocked.Decrement(ref open);
        });

        var clients = new List<RawClient>();
        for (var number = 0; number < Callers; number++)
        {
            var client = await _rig.ConnectAsync();
            await client.SendAsync(CallerRequest.Chat(Samples.Stream));
            clients.Add(client);
        }

        await Deadline.UntilAsync(() => Volatile.Read(ref began) == Callers, "all streams run");
        clients.ForEach(client => client.Dispose());
        await Deadline.UntilAsync(() => Volatile.Read(ref open) == 0, "all upstream calls are gone");
        await _rig.AssertServesAsync();
    }

    private static async Task BeginAsync(UpstreamExchange exchange, string when)
    {
        switch (when)
        {
            case "stream, before the first token":
                await exchange.BeginChunksAsync();
                break;
            case "stream, after tokens":
                await exchange.BeginChunksAsync();
                await exchange.SendChunkAsync(Samples.Text("one"));
                break;
            case "no stream, inside the body":
                await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", "1000"));
                await exchange.SendRawAsync(Samples.ChatAnswer[..100]);
                break;
        }
    }
}
