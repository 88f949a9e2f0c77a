using System.Text;

namespace AiGateway.EndToEnd.Proxy;

public sealed class BodyTests(BodyTests.Fixture fixture) : IClassFixture<BodyTests.Fixture>
{
    public sealed class Fixture() : RigFixture(("SHARED_ACCOUNT_OBJECTS", "true"));

    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("""{"messages":[],"model":"m","zz_unknown":{"b":1,"a":[ ]},"temperature":1.0e2}""")]
    [InlineData("""{"model":"m","seed":123456789012345678901234567890,"top_p":0.10000000000000000001,"x":-0}""")]
    [InlineData("{ \t\"model\" :\r\n  \"m\"  ,\n\n \"messages\":[ { } ]  }\n\n")]
    [InlineData("""{"model":"m","text":"\u00e9\ud83d\ude00 é😀 \/ \\u0041","stream":false}""")]
    [InlineData("""{"model":"m","dup":1,"dup":2}""")]
    [InlineData("""{"mod\u0065l":"m","messages":[]}""")]
    [InlineData("""{"model":"m","stream":null,"stream_options":null}""")]
    public async Task A_json_body_goes_up_byte_for_byte(string body)
    {
        var script = _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer));
        var reply = await _rig.SendAsync(CallerRequest.Chat(body));

        Assert.Equal(200, reply.Status);
        Assert.Equal(body, script.Only.Text);
    }

    [Fact]
    public async Task A_body_in_chunks_goes_up_whole()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var piece in Samples.Chat.Chunk(7))
        {
            await client.SendAsync($"{piece.Length:x};ext=1\r\n{new string(piece)}\r\n");
        }

        await client.SendAsync("0\r\nTrailer: ignored\r\n\r\n");
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        Assert.Equal(Samples.Chat, script.Only.Text);
        Assert.False(script.Only.Head.Has("trailer"));
    }

    [Fact]
    public async Task A_large_prompt_goes_up_whole()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var body = $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 10 << 20)}}"}]}""";

        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat(body))).Status);
        Assert.True(script.Only.Body.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(body)));
    }

    [Fact]
    public async Task Expect_100_continue_is_answered_before_the_body_is_sent()
    {
        _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat().With(("Expect", "100-continue")).ToBytes();
        var head = request.AsMemory(0, request.AsSpan().IndexOf("\r\n\r\n"u8) + 4);
        using var client = await _rig.ConnectAsync();

        await client.SendAsync(head);
        Assert.Equal(100, (await client.BeginAnswerAsync()).Head.Status);
        await client.SendAsync(request.AsMemory(head.Length));
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task A_file_upload_streams_through_before_its_last_byte_is_sent()
    {
        var first = new TaskCompletionSource();
        var body = new MemoryStream();
        var script = _rig.Upstream.Play(
            async exchange =>
            {
                while (await exchange.ReadBodyAsync() is { Length: > 0 } bytes)
                {
                    body.Write(bytes);
                    first.TrySetResult();
                }

                await Answer.Json("""{"id":"file-1"}""")(exchange);
            },
            readBody: false);

        var request = Operations.Request("POST", "/v1/files", "multipart/form-data; boundary=frontier").ToBytes();
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(request.AsMemory(..^64));
        await first.Task.Within("the first bytes of the upload at the upstream");
        await client.SendAsync(request.AsMemory(^64..));

        Assert.Equal("""{"id":"file-1"}""", (await client.ReadAnswerAsync()).Text);
        Assert.Equal(Operations.MultipartBody, body.ToArray());
        Assert.Equal("multipart/form-data; boundary=frontier", script.Only.Head["content-type"]);
    }

    [Fact]
    public async Task A_file_far_larger_than_a_json_body_may_be_streams_through_in_little_memory()
    {
        long received = 0;
        _rig.Upstream.Play(
            async exchange =>
            {
                while (await exchange.ReadBodyAsync() is { Length: > 0 } bytes)
                {
                    received += bytes.Length;
                }

                await Answer.Json("""{"id":"file-1"}""")(exchange);
            },
            readBody: false);
        await _rig.SendAsync(CallerRequest.Get("/health"));
        var before = _rig.Gateway.ResidentBytes();

        const int Megabytes = 100;
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(
            $"POST /v1/files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {Megabytes << 20}\r\n\r\n");
        var megabyte = new byte[1 << 20];
        for (var sent = 0; sent < Megabytes; sent++)
        {
            await client.SendAsync(megabyte);
        }

        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        Assert.Equal((long)Megabytes << 20, received);
        Assert.InRange(_rig.Gateway.ResidentBytes() - before, long.MinValue, 64L << 20);
    }

    [Theory]
    [InlineData("POST", "/v1/audio/speech", "audio/mpeg", "application/json")]
    [InlineData("GET", "/v1/files/file-1/content", "application/octet-stream", null)]
    [InlineData("POST", "/v1/audio/transcriptions", "text/plain; charset=utf-8", "multipart/form-data; boundary=frontier")]
    public async Task An_answer_that_is_no_json_comes_back_as_it_is(string method, string path, string answerType, string? contentType)
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        _rig.Upstream.Play(Answer.Bytes(bytes, answerType));

        var reply = await _rig.SendAsync(Operations.Request(method, path, contentType));

        Assert.Equal((200, answerType, true), (reply.Status, reply.Head["content-type"], reply.Whole));
        Assert.Equal(bytes, reply.Body);
    }

    [Fact]
    public async Task A_binary_answer_in_chunks_is_passed_on_as_it_comes()
    {
        var go = new TaskCompletionSource();
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync("audio/mpeg");
            await exchange.SendChunkAsync("first");
            await go.Task;
            await exchange.SendChunkAsync("last");
            await exchange.EndChunksAsync();
        });

        using var client = await _rig.ConnectAsync();
        await client.SendAsync(Operations.Request("POST", "/v1/audio/speech", "application/json"));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal("first"u8.ToArray(), await answer.Body.ReadSomeAsync());
        go.SetResult();
        Assert.Equal("last"u8.ToArray(), await answer.Body.ReadAllAsync());
        Assert.True(answer.Body.Whole);
    }

    [Fact]
    public async Task A_json_answer_in_chunks_comes_back_whole()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync("application/json");
            foreach (var piece in Samples.ChatAnswer.Chunk(11))
            {
                await exchange.SendChunkAsync(new string(piece));
            }

            await exchange.EndChunksAsync();
        });

        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((200, Samples.ChatAnswer, true), (reply.Status, reply.Text, reply.Whole));
    }

    [Fact]
    public async Task An_answer_without_a_body_stays_without_one()
    {
        _rig.Upstream.Play(exchange => exchange.SendHeadAsync(204));
        var reply = await _rig.SendAsync(new CallerRequest("DELETE", "/v1/files/file-1"));
        Assert.Equal((204, ""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task Requests_one_after_the_other_on_one_connection_are_each_answered()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        var pipelined = CallerRequest.Chat().ToBytes();
        await client.SendAsync(pipelined);
        await client.SendAsync(pipelined);
        Assert.Equal(Samples.ChatAnswer, (await client.ReadAnswerAsync()).Text);
        Assert.Equal(Samples.ChatAnswer, (await client.ReadAnswerAsync()).Text);
        Assert.Equal(2, script.Count);
    }
}
