namespace AiGateway.EndToEnd.Hostile;

/// <summary>Answers of upstreams that HTTP does not allow, or allows and that cannot be passed on.</summary>
public sealed class AnswerTests(RigFixture fixture) : IClassFixture<RigFixture>
{
    private readonly Rig _rig = fixture.Rig;

    [Theory]
    [InlineData("x-odd: a\u0001b")]
    [InlineData("x-odd: a\u007fb")]
    [InlineData("x-request-id: a\u0001b")]
    [InlineData("openai-version: \u001b[31m")]
    public async Task A_header_that_cannot_be_written_is_left_out(string header)
    {
        foreach (var (request, answer) in new[] { (Samples.Chat, Answer.Chat), (Samples.Stream, Answer.Chat), (Samples.Chat, Answer.Json("{}", 400)) })
        {
            var name = header[..header.IndexOf(':', StringComparison.Ordinal)];
            _rig.Upstream.Play(exchange =>
            {
                var status = answer == Answer.Chat ? 200 : 400;
                var body = request == Samples.Stream ? Samples.Text("Hello") + Samples.Finish + Samples.Done : Samples.ChatAnswer;
                var type = request == Samples.Stream ? "text/event-stream" : "application/json";
                return exchange.SendRawAsync($"HTTP/1.1 {status} X\r\n{header}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            });
            var reply = await _rig.SendAsync(CallerRequest.Chat(request));
            Assert.True(reply.Whole);
            Assert.Equal(answer == Answer.Chat ? 200 : 400, reply.Status);
            Assert.Equal(name == "x-request-id", reply.Head.Has(name));
            Assert.False(reply.Head.Has("x-gateway-upstream-request-id"));
        }
    }

    [Fact]
    public async Task An_answer_that_resets_content_is_no_answer_and_leaves_nothing_behind()
    {
        await using var rig = await Rig.StartAsync();
        rig.Upstream.Play(Answer.Json("{}", 205));
        foreach (var body in new[] { Samples.Chat, Samples.Stream })
        {
            var reply = await rig.SendAsync(CallerRequest.Chat(body));
            Assert.Equal((502, "response_error"), (reply.Status, reply.ErrorCode));
        }

        var start = TimeProvider.System.GetTimestamp();
        while (!(await rig.SendAsync(CallerRequest.Get("/readyz?verbose"))).Text.Contains("\"requests_in_flight\":0,\"bytes_held\":0,", StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline.Usual, "The requests never ended.");
        }

        await rig.AssertServesAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close")]
    [InlineData("HTTP/1.0 200 OK")]
    public async Task A_document_that_only_the_connections_end_ends_is_passed_on_where_it_is_whole(string head)
    {
        foreach (var (body, status) in new[] { (Samples.ChatAnswer, 200), (Samples.ChatAnswer[..^40], 502) })
        {
            _rig.Upstream.Play(async exchange =>
            {
                await exchange.SendRawAsync($"{head}\r\nContent-Type: application/json\r\n\r\n{body}");
                exchange.Close();
            });
            var reply = await _rig.SendAsync(CallerRequest.Chat());
            Assert.Equal(status, reply.Status);
            Assert.Equal(status == 200 ? null : "response_error", status == 200 ? null : reply.ErrorCode);
        }
    }

    [Fact]
    public async Task A_long_answer_that_its_caller_does_not_take_stays_within_the_memory_that_is_counted()
    {
        const int Length = 16 << 20;
        await using var rig = await Rig.StartAsync();
        rig.Upstream.Play(Answer.Json($"{{\"x\":\"{new string('x', Length)}\"}}"));
        using var client = await rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat());
        Assert.Equal(200, (await client.BeginAnswerAsync()).Head.Status);

        var state = await rig.SendAsync(CallerRequest.Get("/readyz?verbose"));
        var held = System.Text.Json.JsonElement.Parse(state.Body).GetProperty("bytes_held").GetInt64();
        Assert.InRange(held, Length, 2 * Length);
    }
}
