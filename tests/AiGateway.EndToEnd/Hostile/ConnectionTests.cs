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
    public async Task Two_hundred_streams_at_once_are_all_whole()
    {
        const int Streams = 200;
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

        var replies = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => rig.SendAsync(CallerRequest.Chat(Samples.Stream), TimeSpan.FromSeconds(30))));
        Assert.All(replies, reply => Assert.Equal((200, true, Samples.Text("one") + Samples.Finish + Samples.Done), (reply.Status, reply.Whole, reply.Text)));
    }
}
