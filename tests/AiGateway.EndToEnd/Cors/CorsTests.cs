namespace AiGateway.EndToEnd.Cors;

public sealed class CorsTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private const string App = "https://app.example.com";

    private static readonly CallerRequest Preflight = new CallerRequest("OPTIONS", "/v1/chat/completions") { Key = null }
        .With(("Origin", App), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang"));

    private readonly Rig _rig = fixture.Rig;

    [Fact]
    public async Task A_preflight_is_answered_without_a_key()
    {
        var reply = await _rig.SendAsync(Preflight);
        Assert.InRange(reply.Status, 200, 204);
        Assert.Equal("*", reply.Head["access-control-allow-origin"]);
        Assert.Contains("POST", reply.Head["access-control-allow-methods"], StringComparison.Ordinal);
        var allowed = reply.Head["access-control-allow-headers"]!.ToLowerInvariant();
        Assert.All(["authorization", "content-type", "x-stainless-lang"], name => Assert.Contains(name, allowed, StringComparison.Ordinal));
        Assert.False(reply.Head.Has("access-control-allow-credentials"));
    }

    [Fact]
    public async Task A_preflight_that_asks_for_what_no_header_can_say_is_answered_without_it()
    {
        var reply = await _rig.SendAsync((Preflight with { Headers = Preflight.Headers.Take(2).ToList() }).With(("Access-Control-Request-Headers", "a\u0001b")));
        Assert.Equal((204, "authorization, content-type"), (reply.Status, reply.Head["access-control-allow-headers"]));
    }

    [Fact]
    public async Task An_answer_may_be_read_by_a_page_and_so_may_the_gateways_headers()
    {
        _rig.Upstream.Play(Answer.Chat);
        foreach (var body in new[] { Samples.Chat, Samples.Stream })
        {
            var reply = await _rig.SendAsync(CallerRequest.Chat(body).With(("Origin", App)));
            Assert.Equal((200, "*"), (reply.Status, reply.Head["access-control-allow-origin"]));
            var exposed = reply.Head["access-control-expose-headers"]!.ToLowerInvariant();
            Assert.All(
                ["x-request-id", "x-gateway-provider", "x-ratelimit-remaining-requests", "retry-after", "retry-after-ms"],
                name => Assert.Contains(name, exposed, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Errors_may_be_read_too()
    {
        _rig.Upstream.Play(exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });
        CallerRequest[] failing =
        [
            CallerRequest.Chat() with { Key = null },
            CallerRequest.Get("/v1/nowhere"),
            CallerRequest.Get("/v1/chat/completions"),
            CallerRequest.Chat("[]"),
            CallerRequest.Chat(),
        ];
        foreach (var request in failing)
        {
            var reply = await _rig.SendAsync(request.With(("Origin", App)));
            Assert.InRange(reply.Status, 400, 599);
            Assert.Equal("*", reply.Head["access-control-allow-origin"]);
        }
    }

    [Fact]
    public async Task Preflights_do_not_count_against_a_limit()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "1"), ("RATE_LIMIT_BY", "ip"));
        rig.Upstream.Play(Answer.Chat);
        for (var number = 0; number < 5; number++)
        {
            Assert.InRange((await rig.SendAsync(Preflight)).Status, 200, 204);
        }

        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
        var refused = await rig.SendAsync(CallerRequest.Chat().With(("Origin", App)));
        Assert.Equal((429, "*"), (refused.Status, refused.Head["access-control-allow-origin"]));
    }

    [Fact]
    public async Task Only_listed_origins_are_allowed_and_caches_are_told()
    {
        await using var rig = await Rig.StartAsync(("CORS_ALLOWED_ORIGINS", $"{App}, https://other.example.com"));
        rig.Upstream.Play(Answer.Chat);
        var listed = await rig.SendAsync(CallerRequest.Chat().With(("Origin", App)));
        Assert.Equal(App, listed.Head["access-control-allow-origin"]);
        Assert.Contains("origin", string.Join(',', listed.Head.All("vary")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(App, (await rig.SendAsync(Preflight)).Head["access-control-allow-origin"]);

        foreach (var stranger in new[] { "https://evil.example.com", "https://app.example.com.evil.test", "http://app.example.com", "null" })
        {
            Assert.False((await rig.SendAsync(CallerRequest.Chat().With(("Origin", stranger)))).Head.Has("access-control-allow-origin"));
        }
    }

    [Fact]
    public async Task None_switches_it_off()
    {
        await using var rig = await Rig.StartAsync(("CORS_ALLOWED_ORIGINS", "none"));
        rig.Upstream.Play(Answer.Chat);
        Assert.DoesNotContain((await rig.SendAsync(CallerRequest.Chat().With(("Origin", App)))).Head.Names, name => name.StartsWith("access-control", StringComparison.Ordinal));
        Assert.DoesNotContain((await rig.SendAsync(Preflight)).Head.Names, name => name.StartsWith("access-control", StringComparison.Ordinal));
    }
}
