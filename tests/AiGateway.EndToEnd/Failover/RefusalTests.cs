namespace AiGateway.EndToEnd.Failover;

/// <summary>The upstream refuses, and says why.</summary>
public sealed class RefusalTests
{
    private const string Limited = """{"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}""";
    private const string Failed = """{"error":{"message":"oops","type":"server_error","code":null}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limited_once_for_two_seconds_is_waited_for(bool stream)
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Limited, 429, ("Retry-After", "2")).Then(Tale.Any("main")));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: stream)));

        AssertIsWhole(answer, stream);
        Assert.InRange(main.CountWithin(1.5), 1, 2);
        Assert.Equal(2, main.Count);
        Assert.InRange(Baseline.SecondsBetween(main.Requests[0], main.Requests[1]), 1.9, 4);
        Assert.Equal("main", answer.Head["x-gateway-provider"]);
    }

    [Fact]
    public async Task Limited_for_ever_without_a_hint_is_left_after_a_few_tries()
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Limited, 429));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
        Assert.InRange(main.CountWithin(3), 1, 4);
        Assert.InRange(main.Count, 1, 6);
    }

    [Fact]
    public async Task Limited_for_an_hour_is_not_waited_for_and_not_asked_again()
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Limited, 429, ("Retry-After", "3600")));

        (await fleet.HearAsync()).AssertIsWhole();
        (await fleet.HearAsync()).AssertIsWhole();

        Assert.Equal(1, main.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failed_once_is_tried_once_more_at_the_same_target(bool stream)
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Failed, 500).Then(Tale.Any("main")));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: stream)));

        AssertIsWhole(answer, stream);
        Assert.Equal((2, 0), (main.Count, spare.Count));
        Assert.Equal("2", answer.Head["x-gateway-attempts"]);
    }

    [Fact]
    public async Task Down_for_ever_is_left_for_the_fallback_whose_model_and_usage_are_told()
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Failed, 503));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var request = CallerRequest.Chat(Tale.Request(stream: false)).With(("x-request-id", "req-down"));
        var answer = await fleet.SendAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.InRange(main.Count, 1, 6);
        Assert.Equal(1, spare.Count);
        Assert.Equal("spare-model", answer.Json.GetProperty("model").GetString());
        Assert.Equal(60, answer.Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("spare-model", answer.Head["x-gateway-model"]);
        var line = await fleet.Gateway.WaitForAccessLineAsync("req-down");
        Assert.Equal(("spare", "spare-model", "9", "60"), (line["provider"], line["target_model"], line["prompt_tokens"], line["completion_tokens"]));

        // Nothing is billed for what failed.
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        Assert.DoesNotMatch("aigateway_tokens_total\\{[^}]*provider=\"main\"[^}]*\\} [1-9]", metrics);
    }

    [Theory]
    [InlineData("context_fallbacks: [ big ]", "big")]
    [InlineData("fallbacks: [ big ]", "big")]
    public async Task Too_long_is_never_repeated_on_that_model_and_goes_to_a_larger_one(string where, string expected)
    {
        await using var fleet = await Fleet.StartAsync(3, $$"""
            providers:
              main: { type: openai-compatible, base_url: "{0}", api_key: sk-main }
              twin: { type: openai-compatible, base_url: "{1}", api_key: sk-twin }
              big: { type: openai-compatible, base_url: "{2}", api_key: sk-big }
            models:
              m: { targets: [ { provider: main }, { provider: twin, priority: 1 } ], {{where}} }
              big: { targets: [ { provider: big, model: big-model } ] }
            """);
        var main = fleet.Upstreams[0].Play(Answer.Json("""{"error":{"message":"too long","type":"invalid_request_error","code":"context_length_exceeded"}}""", 400));
        var twin = fleet.Upstreams[1].Play(Tale.Any("twin"));
        var big = fleet.Upstreams[2].Play(Tale.Any("big"));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal((1, 0, 1), (main.Count, twin.Count, big.Count));
        Assert.Equal(expected, heard.Answer.Head["x-gateway-provider"]);
    }

    [Fact]
    public async Task Refused_by_a_filter_is_passed_on_with_its_reason_and_tried_nowhere_else()
    {
        const string Refusal = """{"error":{"message":"The prompt was filtered.","type":"invalid_request_error","param":"prompt","code":"content_filter"}}""";
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json(Refusal, 400));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((400, Refusal), (answer.Status, answer.Text));
        Assert.Equal((1, 0), (main.Count, spare.Count));
    }

    [Fact]
    public async Task A_refused_key_is_benched_and_others_are_not_touched()
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Answer.Json("""{"error":{"message":"Incorrect API key provided: sk-main","code":"invalid_api_key"}}""", 401));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        (await fleet.HearAsync()).AssertIsWhole();
        (await fleet.HearAsync()).AssertIsWhole();

        Assert.Equal((1, 2), (main.Count, spare.Count));
    }

    [Fact]
    public async Task One_limited_key_of_two_leaves_the_other_at_once()
    {
        await using var fleet = await Baseline.StartAsync(
            Baseline.WithLongWaits.Replace("api_key: sk-main", "api_keys: [ sk-one, sk-two ]", StringComparison.Ordinal));
        var main = fleet.Main.Play(exchange => exchange.Request.Head["authorization"] == "Bearer sk-one"
            ? Answer.Json(Limited, 429, ("Retry-After", "30"))(exchange)
            : Tale.Any("main")(exchange));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        for (var i = 0; i < 4; i++)
        {
            (await fleet.HearAsync()).AssertIsWhole();
        }

        Assert.Equal(0, spare.Count);
        Assert.Equal(1, main.Requests.Count(request => request.Head["authorization"] == "Bearer sk-one"));
        Assert.Equal(4, main.Requests.Count(request => request.Head["authorization"] == "Bearer sk-two"));
        var firsts = main.Requests.Take(3).ToList();
        var limited = firsts.FindIndex(request => request.Head["authorization"] == "Bearer sk-one");
        Assert.InRange(Baseline.SecondsBetween(firsts[limited], main.Requests[limited + 1]), 0, Baseline.AtOnce);
    }

    [Fact]
    public async Task Who_has_retried_says_so_whatever_the_provider_says_of_retrying()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(Answer.Json(Failed, 503, ("x-should-retry", "true")));
        fleet.Spare.Play(Answer.Json(Failed, 503, ("x-should-retry", "true")));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((503, "false"), (answer.Status, answer.Head["x-should-retry"]));
    }

    [Fact]
    public async Task Two_keys_that_are_limited_for_a_moment_are_not_asked_in_turn_for_ever()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("api_key: sk-main", "api_keys: [ sk-one, sk-two ]"));
        var main = fleet.Main.Play(Answer.Json(Limited, 429, ("retry-after-ms", "1")));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
        Assert.InRange(main.Count, 2, 6);
    }

    [Theory]
    [InlineData(401, 502, "upstream_auth_error")]
    [InlineData(429, 429, "rate_limit_exceeded")]
    [InlineData(503, 502, "response_error")]
    public async Task A_refusal_whose_words_break_off_means_what_its_status_says(int status, int told, string code)
    {
        await using var fleet = await Baseline.StartAsync();
        foreach (var upstream in fleet.Upstreams)
        {
            upstream.Play(async exchange =>
            {
                await exchange.SendHeadAsync(status, ("Content-Type", "application/json"), ("Content-Length", "100"), ("Retry-After", "3600"));
                await exchange.SendRawAsync("{\"error\":{\"message\":\"sk-");
                exchange.Reset();
            });
        }

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((told, code), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_refusal_whose_words_stop_coming_is_left_at_the_idle_deadline()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        fleet.Main.Play(async exchange =>
        {
            await exchange.SendHeadAsync(503, ("Content-Type", "application/json"), ("Content-Length", "100"));
            await exchange.SendRawAsync("{");
            await exchange.StallAsync();
        });

        var heard = await fleet.HearAsync(limit: TimeSpan.FromSeconds(6));

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
    }

    [Fact]
    public async Task A_limit_that_is_told_within_a_200_says_when_to_try_again_too()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        foreach (var upstream in fleet.Upstreams)
        {
            upstream.Play(Answer.Stream(Samples.Event(Limited)));
        }

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((429, "1"), (answer.Status, answer.Head["retry-after"]));
    }

    private static void AssertIsWhole(RawAnswer answer, bool stream)
    {
        if (stream)
        {
            new Heard(answer).AssertIsWhole();
            return;
        }

        Assert.Equal(200, answer.Status);
        Assert.Equal(Tale.Text, answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }
}
