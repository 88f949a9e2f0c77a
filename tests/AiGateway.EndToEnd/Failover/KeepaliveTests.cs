namespace AiGateway.EndToEnd.Failover;

/// <summary>Comments while a stream is silent, where the operator asks for them.</summary>
public sealed class KeepaliveTests
{
    private const string Comment = ": keepalive\n\n";

    private static readonly string s_configuration = "server: { stream_keepalive: 1s }\n" + Baseline.With("first_token: 1s, idle: 1s", "first_token: 3s, idle: 8s");

    [Fact]
    public async Task A_silent_stream_gets_comments_before_its_first_token_and_between_tokens()
    {
        await using var fleet = await Baseline.StartAsync(s_configuration);
        fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            await exchange.BeginChunksAsync();
            await Tale.TellAsync(exchange, "main", 0, 30);
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            for (var i = 30; i < Tale.Length; i++)
            {
                await exchange.SendChunkAsync(Tale.TokenChunk("main", i));
            }

            await exchange.SendChunkAsync(Tale.Finish("main") + Samples.Done);
            await exchange.EndChunksAsync();
        });

        var heard = await fleet.HearAsync(withUsage: false);

        heard.AssertIsWhole();
        Assert.StartsWith(Comment + "data:", heard.Answer.Text, StringComparison.Ordinal);
        Assert.Equal(3, heard.Answer.Text.Split(Comment).Length);
        Assert.Equal("text/event-stream; charset=utf-8", heard.Answer.Head["content-type"]);
    }

    [Fact]
    public async Task A_target_that_stays_silent_is_still_left_for_the_next_one()
    {
        await using var fleet = await Baseline.StartAsync(s_configuration);
        fleet.Main.Play(exchange => exchange.StallAsync());

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal("spare-1", heard.Ids[0]);
        Assert.StartsWith(Comment, heard.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_comments_is_told_in_the_stream()
    {
        await using var fleet = await Baseline.StartAsync(s_configuration.Replace(", fallbacks: [ f ]", "", StringComparison.Ordinal)
            .Replace("attempts: 2", "attempts: 0", StringComparison.Ordinal));
        fleet.Main.Play(async exchange =>
        {
            await Deadline.PauseAsync(TimeSpan.FromSeconds(1.5));
            await Answer.Json("""{"error":{"message":"no","code":"no"}}""", 400)(exchange);
        });

        var heard = await fleet.HearAsync();

        Assert.Equal(200, heard.Answer.Status);
        Assert.StartsWith(Comment, heard.Answer.Text, StringComparison.Ordinal);
        Assert.NotNull(heard.ErrorCode);
        Assert.Equal(0, heard.DoneCount);
        Assert.False(heard.Answer.Whole);
    }
}
