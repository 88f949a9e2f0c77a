namespace AiGateway.EndToEnd.Failover;

/// <summary>Targets that are slow or down for longer, and callers that leave.</summary>
public sealed class OutageTests
{
    private const string Down = """{"error":{"message":"down","type":"server_error"}}""";

    private static readonly string s_quickBreaker = Baseline.With("attempts: 2", "attempts: 0")
        .Replace("timeout:", "breaker: { failures: 3, window: 30s, open_for: 1s, probes: 1 }\n  timeout:", StringComparison.Ordinal);

    [Fact]
    public async Task Traffic_leaves_one_of_two_targets_that_becomes_ten_times_slower()
    {
        await using var fleet = await Baseline.StartAsync("""
            providers:
              main: { type: openai-compatible, base_url: "{0}" }
              spare: { type: openai-compatible, base_url: "{1}" }
            models:
              m: { targets: [ { provider: main }, { provider: spare } ], strategy: lowest-latency }
            """);
        fleet.Main.Play(Late(20));
        fleet.Spare.Play(Late(20));
        await AskAsync(fleet, 20);

        var slow = fleet.Main.Play(Late(200));
        var quick = fleet.Spare.Play(Late(20));
        await AskAsync(fleet, 60);

        Assert.InRange(slow.Count, 0, 10);
        Assert.InRange(quick.Count, 50, 60);

        static Func<UpstreamExchange, Task> Late(int milliseconds) => async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromMilliseconds(milliseconds));
            await Answer.Chat(exchange);
        };

        static async Task AskAsync(Fleet fleet, int times)
        {
            for (var i = 0; i < times; i++)
            {
                Assert.Equal(200, (await fleet.SendAsync(CallerRequest.Chat(Tale.Request()))).Status);
            }
        }
    }

    [Fact]
    public async Task A_target_that_could_not_go_on_from_a_broken_stream_is_not_to_blame_for_it()
    {
        await using var fleet = await Baseline.StartAsync(s_quickBreaker);
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.Chunk("main", """{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{"}}]}"""));
            exchange.Reset();
        });
        var spare = fleet.Spare.Play(Tale.Any("spare"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("stream_interrupted", (await fleet.HearAsync()).ErrorCode);
        }

        Assert.Equal(0, spare.Count);
        (await fleet.HearAsync()).AssertIsWhole();

        Assert.Equal(1, spare.Count);
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        Assert.DoesNotMatch("aigateway_upstream_attempts_total\\{provider=\"spare\",outcome=\"broke\"\\} [1-9]", metrics);
    }

    [Fact]
    public async Task A_stream_that_ends_before_it_began_wins_no_race()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("first_token: 1s", "first_token: 10s")
            .Replace("fallbacks: [ f ]", "fallbacks: [ f ], hedge: { after: 200ms }", StringComparison.Ordinal));
        fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromMilliseconds(500));
            await Answer.Stream(Tale.Chunk("main", """{"role":"assistant","content":""}"""))(exchange);
        });
        var spare = fleet.Spare.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromMilliseconds(800));
            await Tale.Any("spare")(exchange);
        });

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal(("spare", 1), (heard.Answer.Head["x-gateway-provider"], spare.Count));
    }

    [Fact]
    public async Task Where_both_of_a_race_fail_the_caller_need_not_try_again()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0")
            .Replace("fallbacks: [ f ]", "fallbacks: [ f ], hedge: { after: 100ms }", StringComparison.Ordinal));
        foreach (var upstream in fleet.Upstreams)
        {
            upstream.Play(async exchange =>
            {
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(500));
                await Answer.Json(Down, 503)(exchange);
            });
        }

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((503, "2", "false"), (answer.Status, answer.Head["x-gateway-attempts"], answer.Head["x-should-retry"]));
    }

    [Fact]
    public async Task A_hedge_answers_while_the_first_target_stalls_and_the_loser_is_cancelled_and_not_billed()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("first_token: 1s", "first_token: 10s")
            .Replace("fallbacks: [ f ]", "fallbacks: [ f ], hedge: { after: 200ms }", StringComparison.Ordinal));
        var cancelled = new TaskCompletionSource<TimeSpan>();
        var main = fleet.Main.Play(async exchange => cancelled.SetResult(await exchange.WaitForPeerCloseAsync()));
        var start = TimeProvider.System.GetTimestamp();

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.2, 3);
        Assert.InRange((await cancelled.Task.Within("the loser to be cancelled")).TotalSeconds, 0, 1.2);
        Assert.Equal(1, main.Count);
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        Assert.DoesNotMatch("aigateway_tokens_total\\{[^}]*provider=\"main\"[^}]*\\} [1-9]", metrics);
    }

    [Fact]
    public async Task A_first_target_that_begins_in_time_is_not_hedged()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("fallbacks: [ f ]", "fallbacks: [ f ], hedge: { after: 700ms }"));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        for (var i = 0; i < 5; i++)
        {
            var heard = await fleet.HearAsync();
            heard.AssertIsWhole();
            Assert.Equal("main", heard.Answer.Head["x-gateway-provider"]);
        }

        Assert.Equal(0, spare.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_caller_who_leaves_cancels_the_upstream_and_nobody_else_is_asked(int tokens)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("first_token: 1s, idle: 1s", "first_token: 8s, idle: 8s"));
        var gone = new TaskCompletionSource<TimeSpan>();
        var arrived = new TaskCompletionSource();
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            if (tokens > 0)
            {
                await Tale.TellAsync(exchange, "main", 0, tokens);
            }

            arrived.SetResult();
            gone.SetResult(await exchange.WaitForPeerCloseAsync());
        });
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        using (var client = await fleet.ConnectAsync())
        {
            await client.SendAsync(CallerRequest.Chat(Tale.Request()));
            await arrived.Task.Within("the request at the upstream");
        }

        Assert.InRange((await gone.Task.Within("the upstream to be cancelled")).TotalSeconds, 0, 1.2);
        Assert.Equal(0, spare.Count);
    }

    [Theory]
    [InlineData(503, 503, 502, "response_error")]
    [InlineData(503, 429, 429, "rate_limit_exceeded")]
    [InlineData(429, 401, 502, "upstream_auth_error")]
    [InlineData(503, 0, 504, "upstream_timeout")]
    public async Task With_everything_down_there_is_one_clear_error_by_the_last_cause(int first, int last, int status, string code)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("max_backoff: 5s", "max_backoff: 400ms"));
        fleet.Main.Play(Answer.Json("<down>", first));
        fleet.Spare.Play(last == 0 ? exchange => exchange.StallAsync() : Answer.Json("<down>", last));
        var start = TimeProvider.System.GetTimestamp();

        // Where nobody is left to move on to, only the time for everything ends the wait.
        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()).With(("x-gateway-timeout", "3s")));

        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 6);
        Assert.Equal("false", answer.Head["x-should-retry"]);
        Assert.Equal(status == 429, answer.Head["retry-after"] is not null);
    }

    [Fact]
    public async Task When_every_breaker_is_open_nobody_is_asked_and_the_caller_is_told_when_to_come_back()
    {
        await using var fleet = await Baseline.StartAsync(s_quickBreaker.Replace("open_for: 1s", "open_for: 30s", StringComparison.Ordinal)
            .Replace(", fallbacks: [ f ]", "", StringComparison.Ordinal));
        var main = fleet.Main.Play(Answer.Json(Down, 503));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(503, (await fleet.SendAsync(CallerRequest.Chat(Tale.Request()))).Status);
        }

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()));

        Assert.Equal((503, "no_target_available"), (answer.Status, answer.ErrorCode));
        Assert.InRange(int.Parse(answer.Head["retry-after"]!, System.Globalization.CultureInfo.InvariantCulture), 20, 34);
        Assert.Equal(3, main.Count);
    }

    [Fact]
    public async Task During_an_outage_all_are_served_by_the_fallback_with_few_probes_and_then_the_primary_is_back()
    {
        await using var fleet = await Baseline.StartAsync(s_quickBreaker);
        var down = fleet.Main.Play(Answer.Json(Down, 503));
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start).TotalSeconds < 5)
        {
            Assert.Equal(200, (await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: false)))).Status);
        }

        // Three until the breaker opened, and one a second since.
        Assert.InRange(down.Count, 3, 3 + 6);

        fleet.Main.Play(Tale.Any("main"));
        var back = TimeProvider.System.GetTimestamp();
        while (await AnswersAsync(fleet) != "main")
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(back).TotalSeconds, 0, 5);
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("main", await AnswersAsync(fleet));
        }
    }

    [Fact]
    public async Task Two_hundred_calls_at_once_during_an_outage_cause_a_handful_of_tries()
    {
        await using var fleet = await Baseline.StartAsync(s_quickBreaker.Replace("open_for: 1s", "open_for: 2s", StringComparison.Ordinal));
        fleet.Main.Play(Answer.Json(Down, 503));
        for (var i = 0; i < 3; i++)
        {
            await AnswersAsync(fleet);
        }

        var tries = fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromMilliseconds(300));
            await Answer.Json(Down, 503)(exchange);
        });
        await Deadline.PauseAsync(TimeSpan.FromSeconds(2.3));

        var providers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AnswersAsync(fleet)));

        Assert.All(providers, provider => Assert.Equal("spare", provider));
        Assert.InRange(tries.Count, 1, 5);
    }

    private static async Task<string?> AnswersAsync(Fleet fleet)
    {
        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: false)));
        Assert.Equal(200, answer.Status);
        return answer.Head["x-gateway-provider"];
    }
}
