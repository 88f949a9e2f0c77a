namespace AiGateway.EndToEnd.Failover;

/// <summary>Comments while a stream is silent, where the operator asks for them.</summary>
public sealed class KeepaliveTests
{
    private const string Comment = ": keepalive\n\n";

    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(1500);
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

        // A busy machine may make a pause longer, and so the comments more: they are where the pauses were, and nowhere else.
        var pieces = heard.Answer.Text.Split(Comment, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, pieces.Length);
        Assert.StartsWith(Comment, heard.Answer.Text, StringComparison.Ordinal);
        Assert.StartsWith(Tale.TokenChunk("main", 30), pieces[1], StringComparison.Ordinal);
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

    [Fact]
    public async Task A_stream_that_comments_began_goes_on_as_the_answer()
    {
        await using var fleet = await StartAsync();
        fleet.Main.Play(Late(Tale.Any("main")));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.StartsWith(Comment, heard.Answer.Text, StringComparison.Ordinal);
        Assert.Null(heard.Answer.Head["x-gateway-provider"]);
    }

    [Fact]
    public async Task A_hedged_stream_that_comments_began_goes_on_as_the_answer()
    {
        await using var fleet = await StartAsync("hedge: { after: 200ms }, ");
        fleet.Main.Play(exchange => exchange.StallAsync());
        fleet.Spare.Play(Late(Tale.Any("spare")));

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.StartsWith(Comment, heard.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_comes_after_comments_is_no_answer_to_a_stream()
    {
        await using var fleet = await StartAsync();
        fleet.Main.Play(async exchange =>
        {
            await exchange.SendHeadAsync(200, ("Content-Type", "application/json"), ("Content-Length", $"{Samples.ChatAnswer.Length}"));
            await Deadline.PauseAsync(s_late);
            await exchange.SendRawAsync(Samples.ChatAnswer);
        });

        var heard = await fleet.HearAsync();

        heard.AssertIsWhole();
        Assert.Equal(["spare-model"], heard.Models);
    }

    [Fact]
    public async Task An_operation_that_has_no_streams_gets_no_comments_whatever_its_body_says()
    {
        await using var fleet = await StartAsync();
        fleet.Main.Play(Late(Answer.Json("""{"object":"list","data":[]}""")));

        var answer = await fleet.SendAsync(CallerRequest.Post("/v1/embeddings", """{"model":"m","input":"x","stream":true}"""));

        Assert.Equal((200, """{"object":"list","data":[]}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_refusal_that_comes_after_comments_is_told_in_the_providers_words()
    {
        await using var fleet = await StartAsync();
        fleet.Main.Play(Late(Answer.Json("""{"error":{"message":"Too many images.","type":"invalid_request_error"}}""", 400)));

        var heard = await fleet.HearAsync();

        Assert.Equal("bad_request", heard.ErrorCode);
        Assert.Contains("Too many images.", heard.Answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, heard.DoneCount);
        Assert.False(heard.Answer.Whole);
    }

    [Fact]
    public async Task No_comment_goes_into_the_middle_of_an_event_that_is_too_large_to_be_held()
    {
        await using var fleet = await StartAsync();
        var piece = new string('x', 1024 * 1024);
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Tale.TokenChunk("main", 0));
            await exchange.SendChunkAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"");
            for (var i = 0; i < 20; i++)
            {
                await exchange.SendChunkAsync(piece);
            }

            await Deadline.PauseAsync(s_late);
            await exchange.SendChunkAsync("\"},\"finish_reason\":null}]}\n\n");
            await exchange.SendChunkAsync(Tale.Finish("main"));
            await exchange.SendChunkAsync(Samples.Done);
            await exchange.EndChunksAsync();
        });

        var heard = await fleet.HearAsync();

        Assert.Equal(1, heard.DoneCount);
        Assert.Equal(Tale.Token(0).Length + (20 * piece.Length), heard.Text.Length);
        Assert.DoesNotContain("keepalive", heard.Answer.Text, StringComparison.Ordinal);
    }

    private static Task<Fleet> StartAsync(string ofModel = "") => Baseline.StartAsync(
        "server: { stream_keepalive: 1s }\n" + Baseline.With("attempts: 2", "attempts: 0")
            .Replace("first_token: 1s, idle: 1s", "first_token: 6s, idle: 6s", StringComparison.Ordinal)
            .Replace("fallbacks: [ f ]", ofModel + "fallbacks: [ f ]", StringComparison.Ordinal));

    private static Func<UpstreamExchange, Task> Late(Func<UpstreamExchange, Task> answer) => async exchange =>
    {
        await Deadline.PauseAsync(s_late);
        await answer(exchange);
    };
}
