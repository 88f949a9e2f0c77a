namespace AiGateway.EndToEnd.Headers;

public sealed class RequestHeaderTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("Accept", "application/json")]
    [InlineData("User-Agent", "OpenAI/JS 7.57.0")]
    [InlineData("Idempotency-Key", "stainless-node-retry-1")]
    [InlineData("OpenAI-Beta", "assistants=v2")]
    [InlineData("X-DashScope-Async", "enable")]
    [InlineData("X-DashScope-SSE", "enable")]
    [InlineData("X-DashScope-OssResourceResolve", "enable")]
    public async Task What_is_allowed_goes_up(string name, string value)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat().With((name, value)))).Status);
        Assert.Equal(value, script.Only.Head[name]);
    }

    [Theory]
    [InlineData("Cookie", "session=1")]
    [InlineData("X-Forwarded-For", "10.1.2.3")]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=10.1.2.3")]
    [InlineData("X-Real-IP", "10.1.2.3")]
    [InlineData("Via", "1.1 other")]
    [InlineData("x-api-key", "another-key")]
    [InlineData("api-key", "another-key")]
    [InlineData("x-goog-api-key", "another-key")]
    [InlineData("OpenAI-Organization", "org-1")]
    [InlineData("OpenAI-Project", "proj-1")]
    [InlineData("X-DashScope-WorkSpace", "ws-1")]
    [InlineData("x-dashscope-workspace", "ws-1")]
    [InlineData("X-DashScope-DataInspection", "{}")]
    [InlineData("Accept-Encoding", "gzip, br")]
    [InlineData("Accept-Language", "de")]
    [InlineData("Origin", "https://app.example.com")]
    [InlineData("Referer", "https://app.example.com/secret")]
    [InlineData("Proxy-Authorization", "Basic eDp5")]
    [InlineData("TE", "trailers")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("X-Custom", "1")]
    [InlineData("X-Stainless-Lang", "js")]
    [InlineData("x-portkey-custom-host", "http://127.0.0.1:1")]
    [InlineData("x-gateway-tags", "team=a")]
    [InlineData("Range", "bytes=0-1")]
    public async Task Nothing_else_goes_up(string name, string value)
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat().With((name, value)))).Status);
        Assert.Empty(script.Only.Head.All(name));
    }

    [Fact]
    public async Task The_callers_key_never_goes_up_whatever_carries_it()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var all = CallerRequest.Chat().With(("x-api-key", Rig.Key), ("api-key", Rig.Key), ("x-goog-api-key", Rig.Key));
        Assert.Equal(200, (await _rig.SendAsync(all)).Status);
        Assert.Equal(["Bearer " + Rig.UpstreamKey], script.Only.Head.All("authorization"));
        Assert.DoesNotContain(Rig.Key, script.Only.Head.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_Connection_names_does_not_go_up()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat().With(("Connection", "OpenAI-Beta, keep-alive"), ("OpenAI-Beta", "x"), ("X-Foo", "y"));
        Assert.Equal(200, (await _rig.SendAsync(request)).Status);
        Assert.False(script.Only.Head.Has("x-foo"));
        Assert.NotEqual("OpenAI-Beta, keep-alive", script.Only.Head["connection"]);
    }

    [Fact]
    public async Task The_upstream_gets_one_framing_and_no_header_twice()
    {
        var script = _rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await _rig.SendAsync(CallerRequest.Chat())).Status);
        var names = script.Only.Head.Names.ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(Samples.Chat.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), script.Only.Head["content-length"]);
        Assert.False(script.Only.Head.Has("transfer-encoding"));
        Assert.StartsWith("POST /base/v1/chat/completions HTTP/1.1\r\n", script.Only.Head.Raw, StringComparison.Ordinal);
    }
}
