using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Failover;

/// <summary>The stream breaks after the caller has had some of it.</summary>
public sealed class BrokenStreamTests
{
    public static TheoryData<string> Breaks => ["closed", "reset", "ended", "silent", "broken json", "cut in a character", "cut in a line", "error event"];

    [Fact]
    public async Task What_was_used_of_a_stream_that_nobody_could_go_on_with_is_its_own_targets()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        var counted = Tale.TokenChunk("main", 1).Replace("\"choices\"", "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11},\"choices\"", StringComparison.Ordinal);
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.TokenChunk("main", 0) + counted);
            exchange.Reset();
        });
        fleet.Spare.Play(Answer.Json("""{"error":{"message":"down","type":"server_error"}}""", 503));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request()).With(("x-request-id", "req-own")));

        new Heard(answer).AssertIsBrokenOff();
        var line = await fleet.Gateway.WaitForAccessLineAsync("req-own");
        Assert.Equal(("main", "2", "2"), (line["provider"], line["attempts"], line["completion_tokens"]));
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        Assert.DoesNotMatch("aigateway_tokens_total\\{[^}]*provider=\"spare\"[^}]*\\} [1-9]", metrics);
    }

    [Fact]
    public async Task Usage_that_comes_before_the_first_token_is_withheld_and_nothing_else()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.Chunk("main", """{"role":"assistant","content":""}""") + Tale.Usage("main", 0) + Tale.TokenChunk("main", 0));
            for (var i = 1; i < Tale.Length; i++)
            {
                await exchange.SendChunkAsync(Tale.TokenChunk("main", i));
            }

            await exchange.SendChunkAsync(Tale.Finish("main"));
            await exchange.SendChunkAsync(Tale.Usage("main", Tale.Length) + Samples.Done);
            await exchange.EndChunksAsync();
        });

        var heard = await fleet.HearAsync(withUsage: false);

        heard.AssertIsWhole();
        Assert.Empty(heard.Usages);
        Assert.Equal("main", heard.Answer.Head["x-gateway-provider"]);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_stream_that_breaks_is_continued_to_the_whole_answer(string how)
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(Tale.Until("main", 40, exchange => StreamBreaks.RunAsync(exchange, how)));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("main-1", heard.Ids[0]);
        Assert.Equal((1, 1), (main.Count, spare.Count));
        Assert.Contains("\"partial\":true", spare.Only.Text, StringComparison.Ordinal);
        var messages = JsonElement.Parse(spare.Only.Body).GetProperty("messages");
        Assert.Equal(Tale.Part(0, 40), messages[1].GetProperty("content").GetString());
        Assert.Contains("spare-model", spare.Only.Text, StringComparison.Ordinal);
        var usage = Assert.Single(heard.Usages);
        Assert.Equal(60, usage.GetProperty("completion_tokens").GetInt32());
        Assert.DoesNotContain('\uFFFD', heard.Answer.Text);
    }

    [Fact]
    public async Task A_usage_that_the_caller_did_not_ask_for_stays_withheld()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(Tale.Until("main", 40, exchange => StreamBreaks.RunAsync(exchange, "closed")));

        var heard = await fleet.HearAsync(withUsage: false);

        heard.AssertIsWhole();
        Assert.Empty(heard.Usages);
    }

    [Fact]
    public async Task Silence_is_found_out_at_the_idle_deadline()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(Tale.Until("main", 20, exchange => StreamBreaks.RunAsync(exchange, "silent")));
        var start = TimeProvider.System.GetTimestamp();

        (await fleet.HearAsync()).AssertIsWhole();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.9, 4);
    }

    [Theory]
    [InlineData("prefill: partial", 400)]
    [InlineData("prefill: partial", 422)]
    [InlineData("prefill: none", 0)]
    public async Task Where_prefill_is_refused_or_unknown_the_answer_starts_over_and_is_matched(string prefill, int refusal)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("prefill: partial", prefill));
        fleet.Main.Play(Tale.Until("main", 40, exchange => StreamBreaks.RunAsync(exchange, "closed")));
        var spare = fleet.Spare.Play(exchange => exchange.Request.Text.Contains("\"partial\":true", StringComparison.Ordinal)
            ? Answer.Json("""{"error":{"message":"partial is not supported","type":"invalid_request_error"}}""", refusal)(exchange)
            : Tale.Whole("spare")(exchange));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal(refusal == 0 ? 1 : 2, spare.Count);
        Assert.DoesNotContain("not supported", heard.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_starts_over_and_says_something_else_ends_with_an_error()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("prefill: partial", "prefill: none"));
        fleet.Main.Play(Tale.Until("main", 40, exchange => StreamBreaks.RunAsync(exchange, "closed")));
        fleet.Spare.Play(Answer.Stream(Samples.Text("Something else altogether"), Samples.Finish, Samples.Done));

        var heard = await fleet.HearAsync();

        heard.AssertIsBrokenOff();
        Assert.Equal(Tale.Part(0, 40), heard.Text);
        await AssertIsNotBlamedAsync(fleet, "spare");
    }

    [Fact]
    public async Task A_continuation_that_breaks_is_continued_too()
    {
        await using var fleet = await Fleet.StartAsync(3, Baseline.Configuration.Replace("fallbacks: [ f ]", "fallbacks: [ f, g ]", StringComparison.Ordinal)
            .Replace("defaults:", "  third: { type: openai-compatible, base_url: \"{2}\", api_key: sk-third, prefill: trailing }\ndefaults:", StringComparison.Ordinal)
            + "\n  g: { targets: [ { provider: third } ] }\n");
        fleet.Main.Play(Tale.Until("main", 20, exchange => StreamBreaks.RunAsync(exchange, "closed")));
        fleet.Spare.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await Tale.TellAsync(exchange, "spare", 20, 45);
            exchange.Reset();
        });
        var third = fleet.Upstreams[2].Play(Tale.Any("third"));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal(60, Assert.Single(heard.Usages).GetProperty("completion_tokens").GetInt32());
        Assert.Contains("\"model\":\"g\"", third.Only.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fallbacks: [ f ]", "on_stream_break: error, fallbacks: [ f ]")]
    [InlineData(", fallbacks: [ f ]", "")]
    public async Task With_error_or_nobody_left_an_error_in_the_stream_ends_it(string old, string now)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With(old, now));
        fleet.Main.Play(Tale.Until("main", 40, exchange => StreamBreaks.RunAsync(exchange, "closed")));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var heard = await fleet.HearAsync();

        heard.AssertIsBrokenOff();
        Assert.Equal(0, spare.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Inside_a_tool_call_nothing_is_continued_and_no_corrupt_arguments_are_sent(bool wasSent)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.Chunk("main", """{"role":"assistant","content":null}"""));
            if (wasSent)
            {
                await exchange.SendChunkAsync(Tale.Chunk(
                    "main", """{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]}"""));
            }

            exchange.Close();
        });
        fleet.Spare.Play(Answer.Stream(
            Tale.Chunk("spare", """{"tool_calls":[{"index":0,"id":"call_2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}}]}"""),
            Tale.Chunk("spare", "{}", "\"tool_calls\""),
            Samples.Done));

        var heard = await fleet.HearAsync(withUsage: false);

        Assert.Equal(wasSent ? "stream_interrupted" : null, heard.ErrorCode);
        Assert.Equal(wasSent ? 0 : 1, heard.DoneCount);
        Assert.Equal(wasSent, !heard.Answer.Text.Contains("Paris", StringComparison.Ordinal));
        await AssertIsNotBlamedAsync(fleet, "spare");
    }

    public static TheoryData<string> Ends => ["no [DONE]", "[DONE] twice", "bytes after it", "left open"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task However_a_whole_stream_ends_there_is_one_DONE_and_no_wait(string how)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("idle: 1s", "idle: 6s"));
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await Tale.TellAsync(exchange, "main", 0, Tale.Length);
            await exchange.SendChunkAsync(Tale.Finish("main"));
            await exchange.SendChunkAsync(Tale.Usage("main", Tale.Length));
            await (how switch
            {
                "no [DONE]" => exchange.EndChunksAsync(),
                "[DONE] twice" => exchange.SendChunkAsync(Samples.Done + Samples.Done),
                "bytes after it" => exchange.SendChunkAsync(Samples.Done + Tale.TokenChunk("main", 1)),
                _ => exchange.SendChunkAsync(Samples.Done),
            });
            if (how == "left open")
            {
                await exchange.StallAsync();
            }

            exchange.Close();
        });
        var spare = fleet.Spare.Play(Tale.Any("spare"));
        var start = TimeProvider.System.GetTimestamp();

        (await fleet.HearAsync()).AssertIsWhole();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 4);
        Assert.Equal(0, spare.Count);
    }

    [Fact]
    public async Task A_healthy_stream_in_tiny_odd_pieces_arrives_whole_and_is_not_failed_over()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(async exchange =>
        {
            var text = string.Concat(Enumerable.Range(0, Tale.Length).Select(i => Tale.TokenChunk("main", i))) + Tale.Finish("main") + Tale.Usage("main", Tale.Length) + Samples.Done;
            var bytes = Encoding.UTF8.GetBytes(text);
            await exchange.BeginChunksAsync();
            for (var (offset, size) = (0, 1); offset < bytes.Length; size = (size % 13) + 1)
            {
                var count = Math.Min(size, bytes.Length - offset);
                await exchange.SendChunkAsync(bytes.AsMemory(offset, count));
                offset += count;
            }

            await exchange.EndChunksAsync();
        });
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        (await fleet.HearAsync()).AssertIsWhole();

        Assert.Equal(0, spare.Count);
    }

    private static async Task AssertIsNotBlamedAsync(Fleet fleet, string provider)
    {
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        Assert.DoesNotMatch($"aigateway_upstream_attempts_total\\{{provider=\"{provider}\",outcome=\"broke\"\\}} [1-9]", metrics);
    }
}
