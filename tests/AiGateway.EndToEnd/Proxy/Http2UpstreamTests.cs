namespace AiGateway.EndToEnd.Proxy;

public sealed class Http2UpstreamTests : IAsyncLifetime
{
    private const string Error = """{"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}""";

    // What comes of a body before the upstream allows more.
    private const int FirstWindow = 65_535;

    private readonly Http2Upstream _upstream = new();
    private GatewayProcess? _gateway;

    private GatewayProcess Gateway => _gateway!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayProcess.StartAsync(
        new GatewayStart { Environment = Rig.Settings(_upstream.BaseUrl, ("TARGET_HTTP_VERSION", "2"), ("SHARED_ACCOUNT_OBJECTS", "true")) });

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_comes_through_and_a_caller_that_leaves_is_noticed_within_a_second()
    {
        using var client = await RawClient.ConnectAsync(Gateway.Port);
        await client.SendAsync(CallerRequest.Chat(Samples.StreamWithUsage));
        var stream = await _upstream.NextRequestAsync();
        await _upstream.AnswerAsync(stream, "text/event-stream", Samples.Text("one"), ends: false);
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(Samples.Text("one"), System.Text.Encoding.UTF8.GetString(await answer.Body.ReadSomeAsync()));
        client.Wire.Reset();
        Assert.Equal(stream, await _upstream.NextResetAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_is_left_of_a_body_is_not_sent_once_the_answer_is_whole()
    {
        using var client = await RawClient.ConnectAsync(Gateway.Port);
        await client.SendAsync(CallerRequest.Chat($$"""{"model":"m","x":"{{new string('A', 600_000)}}"}"""));
        var stream = await _upstream.NextRequestAsync();
        await _upstream.AnswerAsync(stream, "application/json", Error, isGood: false);
        var reply = await client.ReadAnswerAsync();
        Assert.Equal((400, Error), (reply.Status, reply.Text));

        // Its memory is somebody else's now: whatever followed would be another caller's words.
        Assert.Equal(stream, await _upstream.NextResetAsync(Deadline.Usual));
        Assert.InRange(_upstream.BodyOf(stream).Length, 0, FirstWindow);
    }

    [Fact]
    public async Task An_upload_that_is_answered_early_ends_with_its_answer()
    {
        using var client = await RawClient.ConnectAsync(Gateway.Port);
        await client.SendAsync(
            $"POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\nsome");
        var stream = await _upstream.NextRequestAsync();
        await _upstream.AnswerAsync(stream, "application/json", Error, isGood: false);
        var reply = await client.ReadAnswerAsync();
        Assert.Equal((400, Error), (reply.Status, reply.Text));
        Assert.Equal(stream, await _upstream.NextResetAsync(Deadline.Usual));

        // The rest of the upload is nobody's next request.
        Assert.Equal("close", reply.Head["connection"]);
        await client.Wire.WaitForEndAsync();
    }
}
