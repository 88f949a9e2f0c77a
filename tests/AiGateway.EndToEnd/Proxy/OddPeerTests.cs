namespace AiGateway.EndToEnd.Proxy;

/// <summary>Callers and upstreams that are unusual, yet within their rights.</summary>
public sealed class OddPeerTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData(Samples.Chat, Samples.ChatAnswer)]
    [InlineData(Samples.StreamWithUsage, null)]
    public async Task A_caller_that_speaks_HTTP_1_0_is_answered_without_chunks(string body, string? expected)
    {
        _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.0\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var reply = await client.ReadAnswerAsync();
        Assert.Equal((200, expected ?? Samples.Text("Hello") + Samples.Finish + Samples.Usage + Samples.Done), (reply.Status, reply.Text));
        Assert.False(reply.Head.Has("transfer-encoding"));
        await client.Wire.WaitForEndAsync();
    }

    [Fact]
    public async Task Heads_that_only_inform_are_passed_over()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendRawAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            await Answer.Chat(exchange);
        });
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((200, Samples.ChatAnswer), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task An_upstream_that_refuses_before_it_has_read_everything_is_heard()
    {
        const string Error = """{"error":{"message":"too large","type":"invalid_request_error","param":null,"code":null}}""";
        _rig.Upstream.Play(
            async exchange =>
            {
                await Answer.Json(Error, 413, ("Connection", "close"))(exchange);
                await exchange.WaitForPeerCloseAsync();
            },
            readBody: false);
        var reply = await _rig.SendAsync(CallerRequest.Chat($$"""{"model":"m","x":"{{new string('x', 8 << 20)}}"}"""));
        Assert.Equal((413, Error), (reply.Status, reply.Text));
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_provider_that_answers_a_request_for_a_stream_with_one_document_is_passed_on()
    {
        _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((200, Samples.ChatAnswer, true), (reply.Status, reply.Text, reply.Whole));
        Assert.StartsWith("application/json", reply.Head["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_declared_length_is_a_stream()
    {
        var stream = Samples.Text("one") + Samples.Finish + Samples.Usage + Samples.Done;
        _rig.Upstream.Play(Answer.Bytes(System.Text.Encoding.UTF8.GetBytes(stream), "text/event-stream; charset=utf-8"));
        var reply = await _rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        Assert.Equal((Samples.Text("one") + Samples.Finish + Samples.Done, true), (reply.Text, reply.Whole));
    }

    [Fact]
    public async Task Header_names_in_any_case_and_values_with_blanks_around_are_read()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nhOST:a\r\nAUTHORIZATION:\t Bearer   {Rig.Key} \r\ncontent-TYPE:application/json;charset=UTF-8\r\nCONTENT-length: {Samples.Chat.Length}  \r\n\r\n{Samples.Chat}");
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        Assert.Equal("application/json;charset=UTF-8", script.Only.Head["content-type"]);
    }

    [Theory]
    [InlineData("500ms", 504)]
    [InlineData("1s", 504)]
    public async Task A_caller_may_set_a_shorter_time_limit(string limit, int status)
    {
        _rig.Upstream.Play(exchange => exchange.StallAsync());
        var start = TimeProvider.System.GetTimestamp();
        var reply = await _rig.SendAsync(CallerRequest.Chat().With(("x-gateway-timeout", limit)));
        Assert.Equal((status, "upstream_timeout"), (reply.Status, reply.ErrorCode));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.4, 4);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("99999999999999999999s")]
    public async Task A_time_limit_that_is_none_is_refused(string limit)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat().With(("x-gateway-timeout", limit)));
        Assert.Equal((400, "bad_request"), (reply.Status, reply.ErrorCode));
        Assert.Contains("x-gateway-timeout", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, script.Count);
    }
}
