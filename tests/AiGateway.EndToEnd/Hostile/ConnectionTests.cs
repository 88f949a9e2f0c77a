namespace AiGateway.EndToEnd.Hostile;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Connections_beyond_the_limit_get_503_while_probes_are_answered()
    {
        const int Limit = 10;
        await using var rig = await Rig.StartAsync(("MAX_CONNECTIONS", $"{Limit}"));
        var go = new TaskCompletionSource();
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await go.Task;
            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        var running = new List<(RawClient Client, RawAnswerStream Answer)>();
        for (var number = 0; number < Limit; number++)
        {
            var client = await rig.ConnectAsync();
            await client.SendAsync(CallerRequest.Chat(Samples.Stream));
            var answer = await client.BeginAnswerAsync();
            Assert.NotNull(await answer.ReadEventAsync());
            running.Add((client, answer));
        }

        var refused = await rig.SendAsync(CallerRequest.Chat());
        Assert.Equal((503, "overloaded"), (refused.Status, refused.ErrorCode));
        Assert.True(refused.Head.Has("retry-after"));
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/health"))).Status);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/livez"))).Status);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/readyz"))).Status);

        go.SetResult();
        foreach (var (client, answer) in running)
        {
            Assert.Equal([Samples.Finish, Samples.Done], await answer.ReadAllEventsAsync());
            client.Dispose();
        }

        RawAnswer again;
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            again = await rig.SendAsync(CallerRequest.Chat(Samples.Stream));
        }
        while (again.Status == 503 && TimeProvider.System.GetElapsedTime(start) < Deadline.Usual);
        Assert.Equal(200, again.Status);
    }

    [Fact]
    public async Task A_thousand_streams_at_once_are_all_whole()
    {
        const int Streams = 1000;
        await using var rig = await Rig.StartAsync();
        var go = new TaskCompletionSource();
        var began = 0;
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            if (Interlocked.Increment(ref began) == Streams)
            {
                go.SetResult();
            }

            await go.Task;
            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        var replies = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => rig.SendAsync(CallerRequest.Chat(Samples.Stream), TimeSpan.FromSeconds(60))));
        Assert.All(replies, reply => Assert.Equal((200, true, Samples.Text("one") + Samples.Finish + Samples.Done), (reply.Status, reply.Whole, reply.Text)));
    }

    [Fact]
    public async Task Six_thousand_requests_over_fifty_connections_all_succeed()
    {
        await using var rig = await Rig.StartAsync();
        var script = rig.Upstream.Play(Answer.Chat);
        var request = CallerRequest.Chat();
        var failures = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var client = await rig.ConnectAsync();
            var failed = 0;
            for (var round = 0; round < 120; round++)
            {
                await client.SendAsync(request);
                var reply = await client.ReadAnswerAsync();
                failed += reply.Status == 200 && reply.Whole && reply.Body.Length == Samples.ChatAnswer.Length ? 0 : 1;
            }

            return failed;
        }));
        Assert.Equal(0, failures.Sum());
        Assert.Equal(6000, script.Count);
    }
}
