namespace AiGateway.EndToEnd.Lifecycle;

public sealed class StartTests
{
    private const int BadConfiguration = 78;

    [Fact]
    public async Task What_is_missing_is_told_all_at_once()
    {
        await using var gateway = GatewayProcess.Launch(new GatewayStart());
        Assert.Equal(BadConfiguration, await gateway.WaitForExitAsync());
        Assert.Contains("TARGET_API_KEY", gateway.ErrorText, StringComparison.Ordinal);
        Assert.Contains("GATEWAY_API_KEYS", gateway.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_value_is_told_on_a_line_of_its_own_and_no_secret_is_shown()
    {
        (string Name, string Value)[] bad =
        [
            ("PORT", "eighty"), ("TARGET_API_URL", "not a url"), ("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("GIN_MODE", "fast"),
            ("RATE_LIMIT_REQUESTS_PER_MINUTE", "-1"), ("HEALTH_CHECK_ENABLED", "maybe"), ("RATE_LIMIT_BY", "name"), ("TRUSTED_PROXIES", "10.0.0.0/99"),
            ("UPSTREAM_TIMEOUT", "soon"), ("STREAM_IDLE_TIMEOUT", "-1s"), ("SHUTDOWN_DELAY", "x"), ("SHUTDOWN_GRACE", "x"), ("MAX_REQUEST_BODY", "32 apples"),
            ("MAX_UPLOAD_BODY", "0x10"), ("MAX_CONNECTIONS", "many"), ("HEADER_TIMEOUT", "1 fortnight"), ("BODY_TIMEOUT", "?"), ("KEEP_ALIVE_TIMEOUT", "600"), ("SHARED_ACCOUNT_OBJECTS", "oui"),
            ("HOST", "not an address"),
        ];
        await using var gateway = GatewayProcess.Launch(new GatewayStart { Environment = Rig.Settings("http://127.0.0.1:9/v1", bad) });
        Assert.Equal(BadConfiguration, await gateway.WaitForExitAsync());
        foreach (var (name, value) in bad)
        {
            var line = Assert.Single(gateway.Errors, line => line.Text.Contains(name, StringComparison.Ordinal));

            // An address may hold a password even where it is no address.
            Assert.Equal(name != "TARGET_API_URL", line.Text.Contains(value, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Rig.Key, gateway.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(Rig.UpstreamKey, gateway.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_secret_is_named_but_not_shown()
    {
        var settings = Rig.Settings("http://user:hunter2secret@127.0.0.1:9/v1", ("TARGET_API_KEY", "sk-with\u0001control"));
        await using var gateway = GatewayProcess.Launch(new GatewayStart { Environment = settings });
        Assert.Equal(BadConfiguration, await gateway.WaitForExitAsync());
        Assert.Contains("TARGET_API_KEY", gateway.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-with", gateway.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", gateway.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_working_directorys_env_file_is_read_and_the_environment_wins()
    {
        var file = $"""
            # a comment
            export TARGET_API_KEY="{Rig.UpstreamKey}"
            GATEWAY_API_KEYS='from-the-file-1234'   # another
            LOG_FORMAT=json
            RATE_LIMIT_REQUESTS_PER_MINUTE=7

            """.ReplaceLineEndings("\r\n");
        var start = new GatewayStart { Files = new Dictionary<string, string> { [".env"] = file } };
        await using var rig = await Rig.StartAsync(start, ("TARGET_API_KEY", ""), ("GATEWAY_API_KEYS", ""), ("RATE_LIMIT_REQUESTS_PER_MINUTE", "9"));
        var script = rig.Upstream.Play(Answer.Chat);
        var reply = await rig.SendAsync(CallerRequest.Chat() with { Key = "from-the-file-1234" });
        Assert.Equal((200, "9"), (reply.Status, reply.Head["x-ratelimit-limit-requests"]));
        Assert.Equal("Bearer " + Rig.UpstreamKey, script.Only.Head["authorization"]);
    }

    [Fact]
    public async Task A_secret_may_come_from_a_file()
    {
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["target"] = "sk-from-file\n" } };
        await using var rig = await Rig.StartAsync(start, ("TARGET_API_KEY", ""), ("TARGET_API_KEY_FILE", "target"));
        var script = rig.Upstream.Play(Answer.Chat);
        await rig.SendAsync(CallerRequest.Chat());
        Assert.Equal("Bearer sk-from-file", script.Only.Head["authorization"]);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_plainly()
    {
        await using var rig = await Rig.StartAsync();
        var settings = Rig.Settings("http://127.0.0.1:9/v1", ("PORT", $"{rig.Gateway.Port}"));
        await using var second = GatewayProcess.Launch(new GatewayStart { Environment = settings });
        Assert.NotEqual(0, await second.WaitForExitAsync());
        Assert.Contains($"{rig.Gateway.Port}", second.AllText, StringComparison.Ordinal);
        Assert.Contains("in use", second.AllText, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", second.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ADMIN_API_KEY")]
    [InlineData("DATABASE_URL")]
    [InlineData("REDIS_URL")]
    public async Task A_variable_whose_feature_is_not_there_yet_is_warned_of(string name)
    {
        await using var rig = await Rig.StartAsync((name, "redis://user:hunter2secret@127.0.0.1/0"));
        await rig.Gateway.WaitForLogAsync(line => line["level"] == "warn" && line.Text.Contains(name, StringComparison.Ordinal), $"a warning of {name}");
        Assert.DoesNotContain("hunter2secret", rig.Gateway.AllText, StringComparison.Ordinal);
        await rig.AssertServesAsync();
    }

    [Theory]
    [InlineData("--version", @"^aigateway \d+\.\d+\.\d+[^ ]* \(commit ([0-9a-f]{40}|unknown), \.NET 10\.\d+\.\d+\)$")]
    [InlineData("--help", "^aigateway \\[serve\\] ")]
    public async Task It_says_what_it_is(string argument, string pattern)
    {
        await using var gateway = GatewayProcess.Launch(new GatewayStart { Arguments = [argument] });
        Assert.Equal(0, await gateway.WaitForExitAsync());
        Assert.Contains(gateway.Output, line => System.Text.RegularExpressions.Regex.IsMatch(line.Text, pattern));
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_refused()
    {
        await using var gateway = GatewayProcess.Launch(new GatewayStart { Arguments = ["srve"] });
        Assert.NotEqual(0, await gateway.WaitForExitAsync());
        Assert.Contains("srve", gateway.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_at_the_end_of_the_target_is_not_doubled()
    {
        await using var other = new ScriptedUpstream();
        var script = other.Play(Answer.Chat);
        await using var rig = await Rig.StartAsync(("TARGET_API_URL", other.BaseUrl + "/"));
        await rig.SendAsync(CallerRequest.Chat());
        Assert.Equal(ScriptedUpstream.BasePath + "/chat/completions", script.Only.Head.Target);
    }
}
