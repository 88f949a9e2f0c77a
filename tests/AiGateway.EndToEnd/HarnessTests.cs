using System.Text;

namespace AiGateway.EndToEnd;

/// <summary>The upstream and the client of these tests, one against the other: what they say of a gateway is only worth what they see of each other.</summary>
public sealed class HarnessTests
{
    [Fact]
    public async Task A_request_arrives_as_it_was_sent_and_its_answer_comes_back()
    {
        await using var upstream = new ScriptedUpstream();
        var script = upstream.Play(Answer.Json(Samples.ChatAnswer, 201, ("X-One", "1")));
        using var client = await RawClient.ConnectAsync(upstream.Port);

        await client.SendAsync(CallerRequest.Post("/x?y=%20", """{"a":1}""").With(("X-Two", "2")));
        var answer = await client.ReadAnswerAsync();

        Assert.Equal((201, "1", true), (answer.Status, answer.Head["x-one"], answer.Whole));
        Assert.Equal(Samples.ChatAnswer, answer.Text);
        var request = script.Only;
        Assert.Equal(("POST", "/x?y=%20", "2"), (request.Head.Method, request.Head.Target, request.Head["x-two"]));
        Assert.Equal("""{"a":1}""", request.Text);
    }

    [Fact]
    public async Task Requests_on_a_kept_connection_are_told_by_its_number()
    {
        await using var upstream = new ScriptedUpstream();
        var script = upstream.Play(Answer.Json("{}"));
        using var client = await RawClient.ConnectAsync(upstream.Port);
        using var other = await RawClient.ConnectAsync(upstream.Port);

        foreach (var caller in new[] { client, client, other })
        {
            await caller.SendAsync(CallerRequest.Get("/"));
            Assert.True((await caller.ReadAnswerAsync()).Whole);
        }

        var numbers = script.Requests.Select(request => request.Connection).ToArray();
        Assert.Equal(numbers[0], numbers[1]);
        Assert.NotEqual(numbers[0], numbers[2]);
    }

    [Fact]
    public async Task Events_are_seen_one_by_one_and_a_clean_end_is_told_from_a_cut_one()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one") + "data: hal");
            if (exchange.Number == 0)
            {
                exchange.Close();
                return;
            }

            await exchange.SendChunkAsync("f\r\n\r\n");
            await exchange.EndChunksAsync();
        });

        using var cut = await RawClient.ConnectAsync(upstream.Port);
        await cut.SendAsync(CallerRequest.Get("/"));
        var first = await cut.BeginAnswerAsync();
        Assert.Equal([Samples.Text("one")], await first.ReadAllEventsAsync());
        Assert.Equal("data: hal", first.Left);
        Assert.False(first.Body.Whole);

        using var whole = await RawClient.ConnectAsync(upstream.Port);
        await whole.SendAsync(CallerRequest.Get("/"));
        var second = await whole.BeginAnswerAsync();
        Assert.Equal([Samples.Text("one"), "data: half\r\n\r\n"], await second.ReadAllEventsAsync());
        Assert.True(second.Body.Whole);
    }

    [Fact]
    public async Task A_reset_is_told_from_a_close_on_both_sides()
    {
        await using var upstream = new ScriptedUpstream();
        var closed = new TaskCompletionSource<TimeSpan>();
        upstream.Play(async exchange =>
        {
            if (exchange.Number == 0)
            {
                exchange.Reset();
                return;
            }

            closed.SetResult(await exchange.WaitForPeerCloseAsync());
        });

        using var client = await RawClient.ConnectAsync(upstream.Port);
        await client.SendAsync(CallerRequest.Get("/"));
        await client.Wire.WaitForEndAsync();
        Assert.True(client.Wire.WasReset);

        var leaving = await RawClient.ConnectAsync(upstream.Port);
        await leaving.SendAsync(CallerRequest.Get("/"));
        leaving.Dispose();
        await closed.Task.Within("the upstream to see that the caller left");
    }

    [Fact]
    public async Task A_flood_stops_at_a_reader_that_stalls()
    {
        await using var upstream = new ScriptedUpstream();
        var taken = new TaskCompletionSource<long>();
        const long Most = 1L << 30;
        upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            taken.SetResult(await exchange.FloodAsync(new string('x', 64 * 1024), Most, TimeSpan.FromMilliseconds(200)));
            exchange.Close();
        });

        using var client = await RawClient.ConnectAsync(upstream.Port);
        await client.SendAsync(CallerRequest.Get("/"));
        Assert.InRange(await taken.Task.Within("the flood to stop"), 1, Most - 1);
    }

    [Fact]
    public async Task A_body_can_be_read_by_the_script_as_it_comes()
    {
        await using var upstream = new ScriptedUpstream();
        var first = new TaskCompletionSource<string>();
        upstream.Play(
            async exchange =>
            {
                first.SetResult(Encoding.ASCII.GetString(await exchange.ReadBodyAsync()));
                while ((await exchange.ReadBodyAsync()).Length > 0)
                {
                }

                await Answer.Json("{}")(exchange);
            },
            readBody: false);

        using var client = await RawClient.ConnectAsync(upstream.Port);
        await client.SendAsync("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        Assert.Equal("abc", await first.Task.Within("the first bytes"));
        await client.SendAsync("0\r\n\r\n");
        Assert.Equal(200, (await client.ReadAnswerAsync()).Status);
    }
}
