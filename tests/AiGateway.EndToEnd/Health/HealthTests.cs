namespace AiGateway.EndToEnd.Health;

public sealed class HealthTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("/health")]
    [InlineData("/")]
    public async Task Health_says_what_it_always_said(string path)
    {
        var reply = await _rig.SendAsync(CallerRequest.Get(path) with { Key = null });
        Assert.Equal(200, reply.Status);
        Assert.StartsWith("application/json", reply.Head["content-type"], StringComparison.Ordinal);
        Assert.Equal(["service", "status", "timestamp", "version"], reply.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(("healthy", "ai-gateway"), (reply.Json.GetProperty("status").GetString(), reply.Json.GetProperty("service").GetString()));
        Assert.InRange(reply.Json.GetProperty("timestamp").GetInt64(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 5, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1);
        Assert.Matches("^\\d+\\.\\d+\\.\\d+", reply.Json.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/")]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    public async Task Probes_may_ask_for_the_head_alone_and_the_connection_lives_on(string path)
    {
        using var client = await _rig.ConnectAsync();
        await client.SendAsync(new CallerRequest("HEAD", path) { Key = null });
        Assert.Equal(200, (await client.ReadAnswerAsync(headOnly: true)).Status);
        await client.SendAsync(CallerRequest.Get(path) with { Key = null });
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
    }

    [Fact]
    public async Task Readiness_does_not_hang_on_an_upstream()
    {
        await using var rig = await Rig.StartAsync(("TARGET_API_URL", "http://127.0.0.1:9/v1"));
        Assert.Equal(502, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/readyz"))).Status);
        var verbose = await rig.SendAsync(CallerRequest.Get("/readyz?verbose"));
        Assert.Equal(200, verbose.Status);
        Assert.True(verbose.Text.Length > (await rig.SendAsync(CallerRequest.Get("/readyz"))).Text.Length);
        Assert.DoesNotContain(Rig.UpstreamKey, verbose.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("F")]
    public async Task Health_paths_can_be_switched_off(string value)
    {
        await using var rig = await Rig.StartAsync(("HEALTH_CHECK_ENABLED", value));
        foreach (var path in new[] { "/health", "/", "/livez", "/readyz" })
        {
            Assert.Equal(404, (await rig.SendAsync(CallerRequest.Get(path))).Status);
        }

        await rig.AssertServesAsync();
    }

    [Fact]
    public async Task Metrics_have_their_names_and_parse()
    {
        await using var rig = await Rig.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "2"));
        rig.Upstream.Play(Answer.Chat);
        foreach (var body in new[] { Samples.Chat, Samples.Stream, Samples.Chat })
        {
            await rig.SendAsync(CallerRequest.Chat(body));
        }

        await rig.SendAsync(CallerRequest.Chat() with { Key = "wrong-wrong-wrong" });
        var reply = await rig.SendAsync(CallerRequest.Get("/metrics") with { Key = null });
        Assert.Equal(200, reply.Status);
        Assert.StartsWith("text/plain", reply.Head["content-type"], StringComparison.Ordinal);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches("""^(# (HELP|TYPE|UNIT) .+|# EOF|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})? (-?[0-9.eE+-]+|NaN|[+-]Inf)( -?[0-9]+)?)$""", line));

        string[] names =
        [
            "requests_total", "request_duration_seconds_bucket", "overhead_seconds_bucket", "time_to_first_token_seconds_bucket", "tokens_total",
            "requests_in_flight", "rate_limited_total", "upstream_attempts_total", "log_lines_dropped_total",
        ];
        Assert.All(names, name => Assert.Contains(lines, line => line.StartsWith($"aigateway_{name}", StringComparison.Ordinal)));
        Assert.Equal(2, Sum(lines, "aigateway_requests_total", "status=\"200\""));
        Assert.Equal(1, Sum(lines, "aigateway_requests_total", "status=\"429\""));
        Assert.Equal(1, Sum(lines, "aigateway_rate_limited_total"));
        Assert.Equal(2, Sum(lines, "aigateway_upstream_attempts_total", "provider=\"default\""));
        Assert.Contains(lines, line => line.StartsWith("aigateway_requests_total{", StringComparison.Ordinal) && line.Contains("model=\"*\"", StringComparison.Ordinal));
        Assert.DoesNotContain("qwen-plus", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Rig.Key, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_callers_make_up_becomes_a_series()
    {
        _rig.Upstream.Play(Answer.Chat);
        await AskAllAsync("a");
        var before = (await _rig.SendAsync(CallerRequest.Get("/metrics"))).Text.Split('\n').Length;
        for (var number = 0; number < 20; number++)
        {
            await AskAllAsync($"made-up-{number}");
        }

        var after = await _rig.SendAsync(CallerRequest.Get("/metrics"));
        Assert.Equal(before, after.Text.Split('\n').Length);
        Assert.DoesNotContain("made-up", after.Text, StringComparison.OrdinalIgnoreCase);

        async Task AskAllAsync(string name)
        {
            await _rig.SendAsync(CallerRequest.Chat($$"""{"model":"{{name}}"}"""));
            await _rig.SendAsync(CallerRequest.Get($"/v1/{name}"));
            await _rig.SendAsync(CallerRequest.Get($"/v1/models/{name}"));
            await _rig.SendAsync(new CallerRequest(name.ToUpperInvariant(), "/v1/chat/completions") { Body = [] });
            await _rig.SendAsync(CallerRequest.Chat() with { Key = $"{name}-wrong-key" });
        }
    }

    [Fact]
    public async Task The_health_command_asks_a_running_instance()
    {
        var url = $"http://127.0.0.1:{_rig.Gateway.Port}";
        await using var healthy = GatewayProcess.Launch(new GatewayStart { Arguments = ["health", url] });
        Assert.Equal(0, await healthy.WaitForExitAsync());
        await using var absent = GatewayProcess.Launch(new GatewayStart { Arguments = ["health", "http://127.0.0.1:9"] });
        Assert.Equal(1, await absent.WaitForExitAsync());
    }

    [Fact]
    public async Task The_health_command_without_an_address_asks_the_port_of_its_environment()
    {
        var environment = new Dictionary<string, string> { ["PORT"] = $"{_rig.Gateway.Port}" };
        await using var healthy = GatewayProcess.Launch(new GatewayStart { Arguments = ["health"], Environment = environment });
        Assert.Equal(0, await healthy.WaitForExitAsync());

        environment["PORT"] = "9";
        await using var absent = GatewayProcess.Launch(new GatewayStart { Arguments = ["health"], Environment = environment });
        Assert.Equal(1, await absent.WaitForExitAsync());
    }

    [Fact]
    public async Task The_health_command_takes_any_other_status_than_200_for_bad()
    {
        await using var rig = await Rig.StartAsync(("HEALTH_CHECK_ENABLED", "false"));
        await using var health = GatewayProcess.Launch(new GatewayStart { Arguments = ["health", $"http://127.0.0.1:{rig.Gateway.Port}/livez"] });
        Assert.Equal(1, await health.WaitForExitAsync());
    }

    private static double Sum(IEnumerable<string> lines, string name, string label = "") => lines
        .Where(line => (line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
