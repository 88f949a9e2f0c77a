namespace AiGateway.EndToEnd.Errors;

public sealed class UpstreamErrorTests(UpstreamErrorTests.Fixture fixture) : IClassFixture<UpstreamErrorTests.Fixture>
{
    public sealed class Fixture() : RigFixture(("UPSTREAM_TIMEOUT", "1s"));

    private const string Json = """{"error":{"message":"upstream says so","type":"odd_error","param":"x","code":"odd"},"extra":1.0e2}""";

    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(451)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task An_error_of_the_upstream_passes_unchanged(int status)
    {
        foreach (var body in new[] { Samples.Chat, Samples.StreamWithUsage })
        {
            var script = _rig.Upstream.Play(Answer.Json(Json, status, ("Retry-After", "7"), ("retry-after-ms", "6500")));
            var reply = await _rig.SendAsync(CallerRequest.Chat(body));
            Assert.Equal((status, Json, true), (reply.Status, reply.Text, reply.Whole));
            Assert.Equal(("7", "6500"), (reply.Head["retry-after"], reply.Head["retry-after-ms"]));
            Assert.Equal(1, script.Count);
            var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
            Assert.Equal(($"{status}", $"{status}"), (line["status"], line["upstream_status"]));
        }
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task A_refusal_of_the_gateways_own_credential_is_not_the_callers_fault(int status)
    {
        _rig.Upstream.Play(Answer.Json($$$"""{"error":{"message":"Incorrect API key {{{Rig.UpstreamKey}}}","type":"x","param":null,"code":"invalid_api_key"}}""", status));
        var reply = await _rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((502, "upstream_auth_error"), (reply.Status, reply.ErrorCode));
        Assert.DoesNotContain(Rig.UpstreamKey, reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Incorrect", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var other = new ScriptedUpstream();
        var elsewhere = other.Play(Answer.Chat);
        _rig.Upstream.Play(Answer.Json("{}", status, ("Location", other.BaseUrl)));
        await AssertFailsAsync(CallerRequest.Chat(), 502, "response_error", "api_response_error");
        Assert.Equal(0, elsewhere.Count);
    }

    [Theory]
    [InlineData("text/html", 200)]
    [InlineData("text/html; charset=utf-8", 200)]
    [InlineData("text/html", 502)]
    [InlineData("text/html", 503)]
    [InlineData("text/plain", 500)]
    public async Task A_page_instead_of_an_answer_is_a_broken_upstream(string type, int status)
    {
        _rig.Upstream.Play(Answer.Bytes("<html>internal host db-7</html>"u8.ToArray(), type, status));
        foreach (var body in new[] { Samples.Chat, Samples.Stream })
        {
            var reply = await AssertFailsAsync(CallerRequest.Chat(body), 502, "response_error", "api_response_error");
            Assert.DoesNotContain("db-7", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_upstream_that_closes_before_its_head_is_a_broken_one()
    {
        foreach (var answer in new Func<UpstreamExchange, Task>[] { Closing, Resetting, HalfAHead, Nonsense })
        {
            var script = _rig.Upstream.Play(answer);
            await AssertFailsAsync(CallerRequest.Chat(), 502, "response_error", "api_response_error");
            Assert.InRange(script.Count, 1, 2);
            await _rig.AssertServesAsync();
        }
    }

    [Fact]
    public async Task A_body_shorter_than_it_should_be_is_a_broken_answer()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", "1000"));
            await exchange.SendRawAsync(Samples.ChatAnswer[..200]);
            exchange.Close();
        });
        await AssertFailsAsync(CallerRequest.Chat(), 502, "response_error", "api_response_error");
    }

    [Fact]
    public async Task An_upstream_that_does_not_answer_in_time_is_a_timeout()
    {
        var closed = new TaskCompletionSource<TimeSpan>();
        _rig.Upstream.Play(async exchange => closed.TrySetResult(await exchange.WaitForPeerCloseAsync()));
        await AssertFailsAsync(CallerRequest.Chat(), 504, "upstream_timeout", "api_connection_error");
        Assert.InRange((await closed.Task.Within("the upstream to be let go")).TotalSeconds, 0.8, 3);
    }

    [Fact]
    public async Task An_upstream_that_trickles_its_head_is_a_timeout()
    {
        _rig.Upstream.Play(async exchange =>
        {
            for (var round = 0; round < 40; round++)
            {
                await exchange.SendRawAsync(round == 0 ? "HTTP/1.1 200 OK\r\n" : $"X-{round}: 1\r\n");
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(100));
            }
        });
        await AssertFailsAsync(CallerRequest.Chat(), 504, "upstream_timeout", "api_connection_error");
    }

    [Fact]
    public async Task A_head_without_end_is_a_broken_answer()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendRawAsync("HTTP/1.1 200 OK\r\n");
            for (var round = 0; round < 100; round++)
            {
                await exchange.SendRawAsync($"X-{round}: {new string('x', 16 * 1024)}\r\n");
            }
        });
        await AssertFailsAsync(CallerRequest.Chat(), 502, "response_error", "api_response_error");
        await _rig.AssertServesAsync();
    }

    [Fact]
    public async Task An_answer_that_is_slow_after_its_head_is_no_timeout()
    {
        _rig.Upstream.Play(async exchange =>
        {
            await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", $"{Samples.ChatAnswer.Length}"));
            await exchange.SendRawAsync(Samples.ChatAnswer[..20]);
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            await exchange.SendRawAsync(Samples.ChatAnswer[20..]);
        });
        Assert.Equal(Samples.ChatAnswer, (await _rig.SendAsync(CallerRequest.Chat())).Text);
    }

    [Fact]
    public async Task An_upstream_that_cannot_be_reached_is_told_so_without_its_address()
    {
        await using var rig = await Rig.StartAsync(("TARGET_API_URL", "http://127.0.0.1:9/v1"));
        var reply = await rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((502, "connection_error"), (reply.Status, reply.ErrorCode));
        Assert.Equal("api_connection_error", reply.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.DoesNotContain("127.0.0.1", reply.Text, StringComparison.Ordinal);
        var line = await rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.Equal(("502", "connection_error"), (line["status"], line["error_code"]));
    }

    [Fact]
    public async Task A_host_that_no_name_server_knows_cannot_be_reached()
    {
        await using var rig = await Rig.StartAsync(("TARGET_API_URL", "http://gateway-upstream.invalid/v1"));
        var reply = await rig.SendAsync(CallerRequest.Chat(), TimeSpan.FromSeconds(30));
        Assert.Equal((502, "connection_error"), (reply.Status, reply.ErrorCode));
        Assert.DoesNotContain("gateway-upstream", reply.Text, StringComparison.Ordinal);
    }

    private async Task<RawAnswer> AssertFailsAsync(CallerRequest request, int status, string code, string type)
    {
        var reply = await _rig.SendAsync(request);
        Assert.Equal((status, code, type), (reply.Status, reply.ErrorCode, reply.Json.GetProperty("error").GetProperty("type").GetString()));
        Assert.True(reply.Whole);
        Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
        var line = await _rig.Gateway.WaitForAccessLineAsync(reply.Head["x-request-id"]!);
        Assert.Equal(($"{status}", code), (line["status"], line["error_code"]));
        return reply;
    }

    private static Task Closing(UpstreamExchange exchange)
    {
        exchange.Close();
        return Task.CompletedTask;
    }

    private static Task Resetting(UpstreamExchange exchange)
    {
        exchange.Reset();
        return Task.CompletedTask;
    }

    private static async Task HalfAHead(UpstreamExchange exchange)
    {
        await exchange.SendRawAsync("HTTP/1.1 200 OK\r\nContent-Ty");
        exchange.Close();
    }

    private static async Task Nonsense(UpstreamExchange exchange)
    {
        await exchange.SendRawAsync("220 smtp.example.com ESMTP\r\n\r\n");
        exchange.Close();
    }
}
