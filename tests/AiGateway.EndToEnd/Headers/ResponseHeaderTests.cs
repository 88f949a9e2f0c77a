using System.Globalization;

namespace AiGateway.EndToEnd.Headers;

public sealed class ResponseHeaderTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("Set-Cookie", "a=b")]
    [InlineData("Server", "upstream/1")]
    [InlineData("Alt-Svc", "h3=\":443\"")]
    [InlineData("Strict-Transport-Security", "max-age=1")]
    [InlineData("x-ratelimit-limit-tokens", "77")]
    [InlineData("x-ratelimit-remaining-requests", "77")]
    [InlineData("x-ratelimit-reset-tokens", "1s")]
    [InlineData("openai-organization", "org-secret")]
    [InlineData("openai-project", "proj-secret")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Proxy-Authenticate", "Basic")]
    [InlineData("Access-Control-Allow-Credentials", "true")]
    public async Task What_is_the_upstreams_own_business_does_not_come_down(string name, string value)
    {
        _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer, 200, (name, value)));
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal(200, reply.Status);
        Assert.DoesNotContain(value, reply.Head.All(name));
    }

    [Theory]
    [InlineData("openai-processing-ms", "17")]
    [InlineData("openai-version", "2020-10-01")]
    [InlineData("X-Custom", "kept")]
    [InlineData("Content-Language", "en")]
    [InlineData("Content-Disposition", "attachment; filename=\"a.txt\"")]
    public async Task Other_headers_of_the_upstream_come_down(string name, string value)
    {
        _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer, 200, (name, value)));
        Assert.Equal(value, (await _rig.SendAsync(CallerRequest.Chat())).Head[name]);
    }

    [Fact]
    public async Task A_content_encoding_comes_down_with_the_bytes_that_it_fits()
    {
        byte[] packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0];
        _rig.Upstream.Play(Answer.Bytes(packed, "application/json", 200, ("Content-Encoding", "gzip")));
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal(("gzip", 200), (reply.Head["content-encoding"], reply.Status));
        Assert.Equal(packed, reply.Body);
    }

    [Fact]
    public async Task The_gateway_says_what_it_did()
    {
        _rig.Upstream.Play(Answer.Json(Samples.ChatAnswer, 200, ("x-request-id", "req_upstream")));
        var head = (await _rig.SendAsync(CallerRequest.Chat())).Head;

        Assert.Equal("default", head["x-gateway-provider"]);
        Assert.Equal("1", head["x-gateway-attempts"]);
        Assert.False(string.IsNullOrEmpty(head["x-gateway-model"]));
        Assert.Equal("req_upstream", head["x-gateway-upstream-request-id"]);
        Assert.InRange(double.Parse(head["x-gateway-overhead-ms"]!, CultureInfo.InvariantCulture), 0, 10_000);
        Assert.NotEqual("req_upstream", head["x-request-id"]);
        Assert.NotEmpty(head["x-request-id"]!);
    }

    [Theory]
    [InlineData("my-id-1")]
    [InlineData("4bf92f35-77b3-4da6-a3ce-929d0e0e4736")]
    [InlineData("a.b_c-D9")]
    public async Task A_sane_request_id_is_kept(string id)
    {
        _rig.Upstream.Play(Answer.Chat);
        Assert.Equal(id, (await _rig.SendAsync(CallerRequest.Chat().With(("X-Request-Id", id)))).Head["x-request-id"]);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("quote\"")]
    [InlineData("<script>")]
    [InlineData("\u00e9\u00e9")]
    [InlineData("a\tb")]
    [InlineData("")]
    public async Task A_request_id_that_is_not_sane_is_replaced(string id)
    {
        _rig.Upstream.Play(Answer.Chat);
        var given = (await _rig.SendAsync(CallerRequest.Chat().With(("X-Request-Id", id)))).Head["x-request-id"];
        Assert.NotEqual(id, given);
        Assert.NotEmpty(given!);
    }

    [Fact]
    public async Task A_request_id_that_is_far_too_long_is_replaced()
    {
        _rig.Upstream.Play(Answer.Chat);
        var given = (await _rig.SendAsync(CallerRequest.Chat().With(("X-Request-Id", new string('a', 1000))))).Head["x-request-id"];
        Assert.InRange(given!.Length, 1, 200);
    }

    [Fact]
    public async Task Every_answer_has_a_request_id_of_its_own()
    {
        _rig.Upstream.Play(Answer.Chat);
        CallerRequest[] requests =
        [
            CallerRequest.Chat(),
            CallerRequest.Chat() with { Key = "wrong-key-that-nobody-has" },
            CallerRequest.Get("/v1/nowhere"),
            CallerRequest.Chat("[]"),
        ];
        var ids = new List<string>();
        foreach (var request in requests)
        {
            ids.Add((await _rig.SendAsync(request)).Head["x-request-id"]!);
        }

        Assert.Equal(requests.Length, ids.Distinct().Count(id => id.Length > 0));
    }

    [Fact]
    public async Task A_stream_tells_proxies_not_to_hold_it()
    {
        _rig.Upstream.Play(Answer.Chat);
        var head = (await _rig.SendAsync(CallerRequest.Chat(Samples.Stream))).Head;
        Assert.StartsWith("text/event-stream", head["content-type"], StringComparison.Ordinal);
        Assert.Equal(("no-cache", "no"), (head["cache-control"], head["x-accel-buffering"]));
        Assert.Equal(("default", "1"), (head["x-gateway-provider"], head["x-gateway-attempts"]));
        Assert.False(head.Has("content-length"));
    }

    [Fact]
    public async Task The_gateway_does_not_say_what_it_is_built_with()
    {
        _rig.Upstream.Play(Answer.Chat);
        Assert.False((await _rig.SendAsync(CallerRequest.Chat())).Head.Has("server"));
        Assert.False((await _rig.SendAsync(CallerRequest.Get("/health"))).Head.Has("server"));
    }
}
