using System.Text;

namespace AiGateway.EndToEnd.Hostile;

public sealed class BodyTests(BodyTests.Fixture fixture) : IClassFixture<BodyTests.Fixture>
{
    private const int Limit = 64 * 1024;

    public sealed class Fixture() : RigFixture(("MAX_REQUEST_BODY", "64KiB"), ("MAX_UPLOAD_BODY", "256KiB"), ("SHARED_ACCOUNT_OBJECTS", "true"));

    private readonly Rig _rig = fixture.Rig;

    public static TheoryData<string, string> Unfit => new()
    {
        { "nothing", "" },
        { "blanks", "  \r\n " },
        { "an array", """[{"model":"m"}]""" },
        { "a text", "\"model\"" },
        { "a number", "1" },
        { "null", "null" },
        { "no JSON", "model=m" },
        { "cut", """{"model":"m","messages":[""" },
        { "cut in a text", """{"model":"m""" },
        { "more after it", """{"model":"m"} {"model":"n"}""" },
        { "a trailing comma", """{"model":"m",}""" },
        { "a comment", """{"model":"m"/* */}""" },
        { "single quotes", """{'model':'m'}""" },
        { "no model", """{"messages":[]}""" },
        { "an empty model", """{"model":""}""" },
        { "a model that is no text", """{"model":1}""" },
        { "a model that is null", """{"model":null}""" },
        { "a model that is a list", """{"model":["m"]}""" },
        { "two models", """{"model":"cheap","messages":[],"model":"dear"}""" },
        { "two models, one escaped", """{"model":"cheap","messages":[],"mod\u0065l":"dear"}""" },
        { "two streams", """{"model":"m","stream":true,"stream":false}""" },
        { "a stream that is no boolean", """{"model":"m","stream":"yes"}""" },
        { "a bad escape", """{"model":"\x"}""" },
        { "a lone surrogate", """{"model":"\ud800"}""" },
        { "a control character", "{\"model\":\"a\u0001b\"}" },
        { "a deep nest", """{"model":"m","x":""" + new string('[', 10_000) + new string(']', 10_000) + "}" },
        { "a deep nest without end", """{"model":"m","x":""" + new string('[', 30_000) },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_body_that_is_unfit_is_refused_with_what_is_wrong(string name, string body)
    {
        Assert.NotEmpty(name);
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat(body));
        Assert.Equal((400, "bad_request"), (reply.Status, reply.ErrorCode));
        Assert.Equal("invalid_request_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.InRange(reply.Json.GetProperty("error").GetProperty("message").GetString()!.Length, 10, 500);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    public async Task Broken_UTF8_is_refused(byte[] broken)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        byte[] body = [.. """{"model":"m","messages":[{"role":"user","content":" """u8, .. broken, .. "\"}]}"u8];
        Assert.Equal((400, "bad_request"), await StatusAsync(CallerRequest.Chat() with { Body = body }));
        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task Two_models_that_agree_contradict_nothing()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        const string Body = """{"model":"m","messages":[],"model":"m"}""";
        var reply = await _rig.SendAsync(CallerRequest.Chat(Body));
        Assert.Equal(200, reply.Status);
        Assert.Equal(Body, script.Only.Text);
    }

    [Fact]
    public async Task A_model_deep_inside_is_not_the_model()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        const string Body = """{"messages":[{"model":"x","content":"{\"model\":\"y\"}"}],"metadata":{"model":"z"},"model":"m"}""";
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat(Body))).Status);
        Assert.Equal(Body, script.Only.Text);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_refused_unread()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: application/json\r\nContent-Length: {Limit + 1}\r\n\r\n");
        var reply = await client.ReadAnswerAsync();
        Assert.Equal(413, reply.Status);
        Assert.Equal("invalid_request_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        await client.Wire.WaitForEndAsync(Deadline.Usual);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_body_in_chunks_is_refused_when_it_has_become_too_large()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync($"{Limit + 1000:x}\r\n{{\"model\":\"{new string('x', Limit)}");
        Assert.Equal(413, (await client.ReadAnswerAsync()).Status);
        Assert.Equal(0, script.Count);
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_taken()
    {
        _rig.Upstream.Play(Answer.Chat);
        const string Empty = """{"model":"m","x":""}""";
        var body = Empty.Replace("\"\"", $"\"{new string('x', Limit - Empty.Length)}\"", StringComparison.Ordinal);
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat(body))).Status);
        Assert.Equal(413, (await _rig.SendAsync(CallerRequest.Chat(body + " "))).Status);
    }

    [Fact]
    public async Task An_upload_has_a_limit_of_its_own()
    {
        _rig.Upstream.Play(Answer.Json("{}"));
        var fits = Proxy.Operations.Request("POST", "/v1/files", "multipart/form-data; boundary=frontier");
        Assert.Equal(200, (await _rig.SendAsync(fits with { Body = new byte[200 * 1024] })).Status);
        using var client = await _rig.ConnectAsync();
        await client.SendAsync($"POST /v1/files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Rig.Key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 300000\r\n\r\n");
        Assert.Equal(413, (await client.ReadAnswerAsync()).Status);
        await _rig.AssertServesAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate, gzip")]
    public async Task A_compressed_body_is_not_taken(string encoding)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat().With(("Content-Encoding", encoding)));
        Assert.Equal(415, reply.Status);
        Assert.Equal(0, script.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    public async Task A_form_without_a_boundary_is_refused(string? contentType)
    {
        var script = _rig.Upstream.Play(Answer.Json("{}"));
        var request = Proxy.Operations.Request("POST", "/v1/audio/transcriptions", "multipart/form-data; boundary=frontier") with { ContentType = contentType };
        var (status, _) = await StatusAsync(request);
        Assert.True(status is 400 or 415, $"It was answered with {status}.");
        Assert.Equal(0, script.Count);
    }

    [Fact]
    public async Task A_form_that_names_two_models_is_refused()
    {
        var script = _rig.Upstream.Play(Answer.Json("{}"));
        var body = Encoding.ASCII.GetBytes(
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ncheap\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndear\r\n--b--\r\n");
        var request = new CallerRequest("POST", "/v1/audio/transcriptions") { ContentType = "multipart/form-data; boundary=b", Body = body };
        Assert.Equal((400, "bad_request"), await StatusAsync(request));
        Assert.Equal(0, script.Count);
    }

    [Theory]
    [InlineData("api_base")]
    [InlineData("base_url")]
    [InlineData("api_key")]
    [InlineData("target")]
    public async Task No_field_of_a_body_chooses_the_upstream(string field)
    {
        await using var other = new ScriptedUpstream();
        var elsewhere = other.Play(Answer.Chat);
        var script = _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat($$"""{"model":"m","{{field}}":"{{other.BaseUrl}}"}"""));
        Assert.Equal((200, 1, 0), (reply.Status, script.Count, elsewhere.Count));
        Assert.Equal("Bearer " + Rig.UpstreamKey, script.Only.Head["authorization"]);
    }

    private async Task<(int Status, string? Code)> StatusAsync(CallerRequest request)
    {
        var reply = await _rig.SendAsync(request);
        return (reply.Status, reply.ErrorCode);
    }
}
