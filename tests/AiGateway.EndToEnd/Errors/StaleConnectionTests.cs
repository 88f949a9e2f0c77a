namespace AiGateway.EndToEnd.Errors;

public sealed class StaleConnectionTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData(false, Samples.Chat)]
    [InlineData(true, Samples.Chat)]
    [InlineData(false, Samples.Stream)]
    public async Task A_pooled_connection_that_dies_as_the_next_request_arrives_goes_unnoticed(bool reset, string body)
    {
        await WarmAsync();
        var script = _rig.Upstream.Play(((Func<UpstreamExchange, Task>)(exchange => Drop(exchange, reset))).Then(Answer.Chat));
        var reply = await _rig.SendAsync(CallerRequest.Chat(body));

        Assert.Equal((200, "1"), (reply.Status, reply.Head["x-gateway-attempts"]));
        Assert.Equal(2, script.Count);
        Assert.Equal(script.Requests[0].Text, script.Requests[1].Text);
        Assert.NotEqual(script.Requests[0].Connection, script.Requests[1].Connection);
    }

    [Fact]
    public async Task It_is_sent_again_once_and_not_for_ever()
    {
        await WarmAsync();
        var script = _rig.Upstream.Play(exchange => Drop(exchange, reset: false));
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((502, "response_error"), (reply.Status, reply.ErrorCode));
        Assert.InRange(script.Count, 1, 2);
    }

    [Fact]
    public async Task A_new_connection_that_dies_is_not_sent_again()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(exchange => Drop(exchange, reset: false));
        var reply = await rig.SendAsync(CallerRequest.Chat());
        Assert.Equal(502, reply.Status);
        Assert.Equal(1, script.Count);
    }

    [Fact]
    public async Task Once_a_byte_of_the_answer_has_come_nothing_is_sent_again()
    {
        await WarmAsync();
        var script = _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendRawAsync("HTTP/1.1 2");
            exchange.Close();
        });
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((502, "response_error"), (reply.Status, reply.ErrorCode));
        Assert.Equal(1, script.Count);
    }

    [Fact]
    public async Task An_upstream_that_closes_idle_connections_goes_unnoticed()
    {
        for (var round = 0; round < 10; round++)
        {
            var script = _rig.Upstream.Play(async exchange =>
            {
                await Answer.Chat(exchange);
                exchange.Close();
            });
            Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat())).Status);
            Assert.Equal(1, script.Count);
        }
    }

    [Fact]
    public async Task An_upload_that_was_streamed_is_never_sent_again()
    {
        await using var rig = await Rig.StartAsync(("SHARED_ACCOUNT_OBJECTS", "true"));
        await rig.AssertServesAsync();
        var script = rig.Upstream.Play(exchange => Drop(exchange, reset: false));
        var reply = await rig.SendAsync(Proxy.Operations.Request("POST", "/v1/files", "multipart/form-data; boundary=frontier"));
        Assert.Equal(502, reply.Status);
        Assert.Equal(1, script.Count);
    }

    // Leaves exactly one idle connection in the gateway's pool, or more: every one is dropped by the script.
    private Task WarmAsync() => _rig.AssertServesAsync();

    private static Task Drop(UpstreamExchange exchange, bool reset)
    {
        if (reset)
        {
            exchange.Reset();
        }
        else
        {
            exchange.Close();
        }

        return Task.CompletedTask;
    }
}
