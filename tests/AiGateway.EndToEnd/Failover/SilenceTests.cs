using System.Text;

namespace AiGateway.EndToEnd.Failover;

/// <summary>The upstream says nothing, or nothing that is an answer.</summary>
public sealed class SilenceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_reset_before_the_head_is_retried_at_once_and_nobody_sees_it(bool stream)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.WithLongWaits);
        var main = fleet.Main.Play(((Func<UpstreamExchange, Task>)Reset).Then(Tale.Any("main")));
        var spare = fleet.Spare.Play(Tale.Any("spare"));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: stream)));

        Assert.Equal(200, answer.Status);
        Assert.Equal((2, 0), (main.Count, spare.Count));
        Assert.InRange(Baseline.SecondsBetween(main.Requests[0], main.Requests[1]), 0, Baseline.AtOnce);
    }

    [Fact]
    public async Task A_pooled_connection_that_proved_dead_counts_as_no_attempt()
    {
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(async exchange =>
        {
            await Tale.Plain("main")(exchange);
            exchange.Close();
        });
        var request = CallerRequest.Chat(Tale.Request(stream: false));
        Assert.Equal(200, (await fleet.SendAsync(request)).Status);

        var answer = await fleet.SendAsync(request);

        Assert.Equal((200, "main", "1"), (answer.Status, answer.Head["x-gateway-provider"], answer.Head["x-gateway-attempts"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silence_after_accept_is_left_at_the_first_token_deadline_and_not_tried_again(bool stream)
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(exchange => exchange.StallAsync());
        var spare = fleet.Spare.Play(Tale.Any("spare"));
        var start = TimeProvider.System.GetTimestamp();

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: stream)));

        Assert.Equal((200, "spare"), (answer.Status, answer.Head["x-gateway-provider"]));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.9, 4);
        Assert.Equal((1, 1), (main.Count, spare.Count));
    }

    [Fact]
    public async Task A_head_without_a_byte_of_its_audio_is_left_at_the_idle_deadline()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        fleet.Main.Play(async exchange =>
        {
            await exchange.SendHeadAsync(200, ("Content-Type", "audio/mpeg"), ("Content-Length", "4"));
            await exchange.StallAsync();
        });
        fleet.Spare.Play(Answer.Bytes([1, 2, 3, 4], "audio/mpeg"));

        var answer = await fleet.SendAsync(CallerRequest.Post("/v1/audio/speech", """{"model":"m","input":"x","voice":"v"}"""), TimeSpan.FromSeconds(6));

        Assert.Equal((200, "spare", 4), (answer.Status, answer.Head["x-gateway-provider"], answer.Body.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("event: ping\n\n")]
    public async Task A_head_and_heartbeats_are_no_first_token(string heartbeat)
    {
        await using var fleet = await Baseline.StartAsync();
        var main = fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.Chunk("main", """{"role":"assistant","content":""}"""));
            for (var i = 0; i < 40 && heartbeat.Length > 0; i++)
            {
                await exchange.SendChunkAsync(heartbeat);
                await Deadline.PauseAsync(TimeSpan.FromMilliseconds(100));
            }

            await exchange.StallAsync();
        });

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
        Assert.DoesNotContain("main", heard.Answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, main.Count);
    }

    [Fact]
    public async Task A_slow_first_token_is_waited_for_where_there_is_nobody_else()
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With(", fallbacks: [ f ]", ""));
        fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromSeconds(2));
            await Tale.Whole("main")(exchange);
        });

        (await fleet.HearAsync()).AssertIsWhole();
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n")]
    [InlineData("event: error\ndata: {\"code\":\"InternalError\",\"message\":\"boom\"}\n\n")]
    [InlineData("data: {\"id\":\"main-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n")]
    [InlineData("data: {broken\n\n")]
    [InlineData("data: [DONE]\n\n<html>")]
    public async Task An_error_inside_a_200_stream_is_a_failure_of_which_nothing_is_passed_on(string events)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(events.StartsWith("data: [DONE]", StringComparison.Ordinal) ? "<html>down</html>" : events);
            await exchange.EndChunksAsync();
        });

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare", heard.Answer.Head["x-gateway-provider"]);
        Assert.DoesNotContain("overloaded", heard.Answer.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> BrokenBodies => ["html", "short", "hangs", "cut", "empty"];

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_broken_body_is_a_failure_of_which_nothing_is_passed_on(string how)
    {
        await using var fleet = await Baseline.StartAsync(Baseline.With("attempts: 2", "attempts: 0"));
        fleet.Main.Play(exchange => BreakAsync(exchange, how));

        var answer = await fleet.SendAsync(CallerRequest.Chat(Tale.Request(stream: false)));

        Assert.Equal((200, "spare"), (answer.Status, answer.Head["x-gateway-provider"]));
        Assert.Equal("spare-model", answer.Json.GetProperty("model").GetString());
    }

    private static async Task BreakAsync(UpstreamExchange exchange, string how)
    {
        const string Half = """{"id":"main-1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"half of""";
        switch (how)
        {
            case "html":
                await Answer.Bytes(Encoding.UTF8.GetBytes("<html><body>Bad gateway</body></html>"), "text/html")(exchange);
                return;
            case "empty":
                await Answer.Bytes([], "application/json")(exchange);
                return;
            case "short":
                await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", "4000"));
                await exchange.SendRawAsync(Half);
                exchange.Close();
                return;
            case "cut":
                await exchange.BeginChunksAsync("application/json");
                await exchange.SendChunkAsync(Half);
                exchange.Reset();
                return;
            default:
                await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", "4000"));
                await exchange.SendRawAsync(Half);
                await exchange.StallAsync();
                return;
        }
    }

    private static Task Reset(UpstreamExchange exchange)
    {
        exchange.Reset();
        return Task.CompletedTask;
    }
}
