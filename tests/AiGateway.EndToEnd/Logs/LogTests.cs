using System.Text.Json;

namespace AiGateway.EndToEnd.Logs;

public sealed class LogTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData(Samples.Chat, false)]
    [InlineData(Samples.Stream, true)]
    public async Task A_request_leaves_exactly_one_line_with_all_its_fields(string body, bool stream)
    {
        _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat(body) with { Target = "/v1/chat/completions?key=hidden-value" });
        var id = reply.Head["x-request-id"]!;
        var line = await _rig.Gateway.WaitForAccessLineAsync(id);

        foreach (var (name, kind) in Fields)
        {
            if (name == "error_code" || (name == "ttft_ms" && !stream) || (name == "cached_tokens" && stream))
            {
                continue;
            }

            Assert.True(line.Field(name)?.ValueKind == kind || (kind == JsonValueKind.True && line.Field(name)?.ValueKind == JsonValueKind.False), $"{name} in {line.Text}");
        }

        Assert.Equal(("POST", "/v1/chat/completions", "200"), (line["method"], line["path"], line["status"]));
        Assert.Equal((stream, "*", "default", "1", "200"), (line.Field("stream")!.Value.GetBoolean(), line["model"] == "qwen-plus" ? "*" : line["model"], line["provider"], line["attempts"], line["upstream_status"]));
        Assert.Equal(("9", "3", "127.0.0.1"), (line["prompt_tokens"], line["completion_tokens"], line["client_ip"]));
        Assert.Equal($"{body.Length}", line["bytes_in"]);
        Assert.Equal($"{reply.Body.Length}", line["bytes_out"]);
        Assert.InRange(line.Field("duration_ms")!.Value.GetDouble(), line.Field("overhead_ms")!.Value.GetDouble(), 10_000);

        // The line of a request that came later: by then a second line of the first would be there.
        var later = await _rig.SendAsync(CallerRequest.Chat());
        await _rig.Gateway.WaitForAccessLineAsync(later.Head["x-request-id"]!);
        Assert.Single(_rig.Gateway.Output, other => other["request_id"] == id);
    }

    [Fact]
    public async Task Refused_requests_leave_a_line_each_too()
    {
        _rig.Upstream.Play(Answer.Chat);
        (CallerRequest Request, string Status, string Code)[] cases =
        [
            (CallerRequest.Chat() with { Key = "wrong-wrong-wrong" }, "401", "invalid_api_key"),
            (CallerRequest.Get("/v1/nowhere"), "404", "not_found"),
            (CallerRequest.Chat("[]"), "400", "bad_request"),
        ];
        foreach (var (request, status, code) in cases)
        {
            var reply = await _rig.SendAsync(request);
            var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
            Assert.Equal((status, code), (line["status"], line["error_code"]));
        }
    }

    [Fact]
    public async Task No_prompt_answer_or_credential_is_in_it()
    {
        _rig.Upstream.Play(Answer.Chat);
        await _rig.SendAsync(CallerRequest.Chat().With(("Cookie", "cookie-secret"), ("x-goog-api-key", "goog-secret")));
        await _rig.SendAsync(CallerRequest.Chat("""{"model":"m","messages":"the secret prompt" """));
        await _rig.SendAsync(CallerRequest.Get("/v1/models?key=query-secret&token=query-secret"));
        var last = await _rig.SendAsync(CallerRequest.Chat() with { Key = "wrong-key-secret" });
        await _rig.Gateway.WaitForAccessLineAsync(last.Head["x-request-id"]!);

        string[] secrets = ["the secret", Rig.Key, Rig.UpstreamKey, "cookie-secret", "goog-secret", "query-secret", "wrong-key-secret"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, _rig.Gateway.AllText, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/x%0a%7B%22msg%22:%22forged%22%7D")]
    [InlineData("/v1/x%0d%0aforged")]
    [InlineData("/v1/x\u0085forged\u00ff")]
    [InlineData("/v1/x\"forged\\")]
    [InlineData("/v1/x%1b[31mforged")]
    public async Task A_path_cannot_forge_a_line(string path)
    {
        _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Get(path));
        Assert.InRange(reply.Status, 400, 404);
        await _rig.AssertServesAsync();
        Assert.All(_rig.Gateway.Output, line => Assert.True(line.IsJson, line.Text));
        Assert.DoesNotContain(_rig.Gateway.Output, line => line["msg"] == "forged");
    }

    [Fact]
    public async Task A_model_cannot_forge_a_line()
    {
        _rig.Upstream.Play(Answer.Chat);
        var reply = await _rig.SendAsync(CallerRequest.Chat("""{"model":"x\n{\"msg\":\"forged\"}\u2028\u001b[31m"}"""));
        await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.All(_rig.Gateway.Output, line => Assert.True(line.IsJson, line.Text));
    }

    [Fact]
    public async Task A_reader_that_goes_away_does_not_stop_the_service()
    {
        // The reader of the log leaves when it has seen that the program listens: from then on every write fails.
        var start = new GatewayStart
        {
            Shell = """
                mkfifo log
                while IFS= read -r line; do printf '%s\n' "$line"; case $line in *Listening*) break;; esac; done <log &
                exec "$@" >log
                """,
        };
        await using var rig = await Rig.StartAsync(start);
        using var client = await rig.ConnectAsync();
        rig.Upstream.Play(Answer.Chat);
        for (var number = 0; number < 200; number++)
        {
            await client.SendAsync(CallerRequest.Chat());
            Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        }

        rig.Gateway.Terminate();
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_reader_that_stalls_does_not_stop_the_service()
    {
        await using var rig = await Rig.StartAsync();
        rig.Gateway.StopReadingOutput();
        rig.Upstream.Play(Answer.Chat);
        using var client = await rig.ConnectAsync();
        var large = CallerRequest.Chat().With(("X-Request-Id", new string('a', 60)));
        for (var number = 0; number < 3000; number++)
        {
            await client.SendAsync(large);
            Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
        }
    }

    [Fact]
    public async Task In_text_a_line_is_no_JSON_and_still_one_line()
    {
        await using var rig = await Rig.StartAsync(new GatewayStart(), ("LOG_FORMAT", "json"));
        await using var text = GatewayProcess.Launch(new GatewayStart
        {
            Environment = Rig.Settings(rig.Upstream.BaseUrl, ("LOG_FORMAT", "text")),
        });
        await Deadline.UntilAsync(() => text.Output.Any(line => line.Text.Contains("Listening", StringComparison.Ordinal)), "it listens");
        var listening = text.Output.First(line => line.Text.Contains("Listening", StringComparison.Ordinal));
        Assert.False(listening.IsJson);

        var port = int.Parse(System.Text.RegularExpressions.Regex.Match(listening.Text, @"http://127\.0\.0\.1:(\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        rig.Upstream.Play(Answer.Chat);
        using var client = await RawClient.ConnectAsync(port);
        await client.SendAsync(CallerRequest.Chat("""{"model":"x\nforged line"}"""));
        var id = (await client.ReadAnswerAsync()).Head["x-request-id"]!;
        await Deadline.UntilAsync(() => text.Output.Any(line => line.Text.Contains(id, StringComparison.Ordinal)), "the access line");
        Assert.Single(text.Output, line => line.Text.Contains(id, StringComparison.Ordinal));
        Assert.DoesNotContain(text.Output, line => line.Text.StartsWith("forged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("WARNING", 0)]
    [InlineData("info", 1)]
    [InlineData("Debug", 1)]
    public async Task The_level_decides_whether_access_lines_are_written(string level, int lines)
    {
        // Listening is told at info: a port of the test's own choice stands in where that line is not written.
        await using var rig = await Rig.StartAsync();
        var port = FreePort();
        await using var gateway = GatewayProcess.Launch(new GatewayStart
        {
            Environment = Rig.Settings(rig.Upstream.BaseUrl, ("LOG_LEVEL", level), ("PORT", $"{port}")),
        });
        rig.Upstream.Play(Answer.Chat);
        using var client = await ConnectWhenListeningAsync(port);
        await client.SendAsync(CallerRequest.Chat());
        var id = (await client.ReadAnswerAsync()).Head["x-request-id"]!;
        gateway.Terminate();
        Assert.Equal(0, await gateway.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(lines, gateway.Output.Count(line => line["request_id"] == id && line.Field("duration_ms") is not null));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<RawClient> ConnectWhenListeningAsync(int port)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await RawClient.ConnectAsync(port);
            }
            catch (System.Net.Sockets.SocketException) when (TimeProvider.System.GetElapsedTime(start) < Deadline.Usual)
            {
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private static IEnumerable<(string Name, JsonValueKind Kind)> Fields =>
    [
        ("time", JsonValueKind.String), ("level", JsonValueKind.String), ("msg", JsonValueKind.String), ("request_id", JsonValueKind.String),
        ("method", JsonValueKind.String), ("path", JsonValueKind.String), ("status", JsonValueKind.Number), ("duration_ms", JsonValueKind.Number),
        ("overhead_ms", JsonValueKind.Number), ("ttft_ms", JsonValueKind.Number), ("bytes_in", JsonValueKind.Number), ("bytes_out", JsonValueKind.Number),
        ("stream", JsonValueKind.True), ("key", JsonValueKind.String), ("model", JsonValueKind.String), ("provider", JsonValueKind.String),
        ("target_model", JsonValueKind.String), ("attempts", JsonValueKind.Number), ("upstream_status", JsonValueKind.Number),
        ("prompt_tokens", JsonValueKind.Number), ("completion_tokens", JsonValueKind.Number), ("cached_tokens", JsonValueKind.Number), ("client_ip", JsonValueKind.String),
    ];
}
