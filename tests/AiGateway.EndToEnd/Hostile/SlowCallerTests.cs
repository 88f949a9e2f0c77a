namespace AiGateway.EndToEnd.Hostile;

public sealed class SlowCallerTests(SlowCallerTests.Fixture fixture) : IClassFixture<SlowCallerTests.Fixture>
{
    public sealed class Fixture() : RigFixture(("HEADER_TIMEOUT", "1s"), ("BODY_TIMEOUT", "1s"), ("KEEP_ALIVE_TIMEOUT", "2s"));

    private const string Start = "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Rig.Key + "\r\nContent-Type: application/json\r\n";

    private readonly Rig _rig = fixture.Rig;

    [Fact]
    public async Task A_head_that_trickles_in_is_cut_off()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(Start);
        var trickle = TrickleAsync(client, "X-A: 1\r\n");
        if (await HttpHead.ReadAsync(client.Wire, TimeSpan.FromSeconds(10)) is { } head)
        {
            Assert.Equal(408, head.Status);
        }

        await client.Wire.WaitForEndAsync(TimeSpan.FromSeconds(10));
        client.Dispose();
        await trickle;
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_connection_without_a_next_request_is_closed()
    {
        _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat());
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        var start = TimeProvider.System.GetTimestamp();
        await client.Wire.WaitForEndAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1, 8);
        Assert.False(client.Wire.WasReset);
    }

    [Fact]
    public async Task A_body_that_stops_is_cut_off()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(Start + "Content-Length: 1000\r\n\r\n{\"model\":");
        var reply = await client.ReadAnswerAsync(limit: TimeSpan.FromSeconds(10));
        Assert.Equal(408, reply.Status);
        Assert.NotEmpty(reply.ErrorCode!);
        await client.Wire.WaitForEndAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_body_that_makes_progress_may_take_longer_than_the_timeout()
    {
        _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(Start + $"Content-Length: {Samples.Chat.Length}\r\n\r\n");
        foreach (var piece in Samples.Chat.Chunk(Samples.Chat.Length / 6 + 1))
        {
            await client.SendAsync(new string(piece));
            await Deadline.PauseAsync(TimeSpan.FromMilliseconds(300));
        }

        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task A_caller_that_leaves_inside_his_body_leaves_nothing_behind()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        for (var round = 0; round < 20; round++)
        {
            using var client = await _rig.ConnectAsync();
            await client.SendAsync(Start + "Content-Length: 1000\r\n\r\n{\"model\":");
            if (round % 2 == 0)
            {
                client.Wire.Reset();
            }
        }

        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_hundred_heads_that_never_end_keep_nobody_else_waiting()
    {
        _rig.Upstream.Play(Answer.Chat);
        var slow = new List<RawClient>();
        for (var number = 0; number < 100; number++)
        {
            var client = await _rig.ConnectAsync();
            await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost:");
            slow.Add(client);
        }

        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat(), TimeSpan.FromSeconds(5))).Status);
        foreach (var client in slow)
        {
            await client.Wire.WaitForEndAsync(TimeSpan.FromSeconds(10));
            client.Dispose();
        }

        await _rig.AssertServesAsync();
    }

    private static async Task TrickleAsync(RawClient client, string piece)
    {
        try
        {
            for (var round = 0; round < 100; round++)
            {
                await client.SendAsync(piece);
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(100));
            }
        }
        catch (Exception closed) when (closed is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Cut off, as it should be.
        }
    }
}
