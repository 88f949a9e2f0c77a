using System.Text;

namespace AiGateway.EndToEnd.Front;

/// <summary>The restart without an interruption that the page on deployment describes: two instances behind nginx, one after the other.</summary>
public sealed class RollingRestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_fails_and_no_stream_breaks_while_one_instance_after_the_other_is_restarted()
    {
        var nginx = FrontProcess.Find("nginx");
        Assert.SkipUnless(nginx is not null, "This machine lacks nginx.");
        await using var upstream = new ScriptedUpstream();
        await using var pair = await InstancePair.StartAsync(upstream);
        using var folder = new FrontFolder();
        var port = FrontProcess.FreePort();
        await using var front = await FrontProcess.StartAsync(nginx!, folder.Path, port, NginxFixture.Write(folder, port, pair.Servers(down: null)));

        var go = new TaskCompletionSource();
        var streams = 0;
        upstream.Play(async exchange =>
        {
            if (!exchange.Request.Text.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                await Answer.Chat(exchange);
                return;
            }

            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            Interlocked.Increment(ref streams);
            await go.Task;
            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });
        var running = Enumerable.Range(0, 4).Select(_ => AskAsync(port, Samples.Stream)).ToList();
        await Deadline.UntilAsync(() => Volatile.Read(ref streams) == running.Count, "all streams run");
        using var enough = new CancellationTokenSource();
        Task<int>[] load = [LoadAsync(port, enough.Token), LoadAsync(port, enough.Token)];

        foreach (var number in new[] { 0, 1 })
        {
            NginxFixture.Write(folder, port, pair.Servers(down: number));
            front.Hangup();
            var restarted = pair.RestartAsync(number);
            go.TrySetResult();
            await restarted;
            NginxFixture.Write(folder, port, pair.Servers(down: null));
            front.Hangup();
        }

        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(load), count => Assert.True(count > 10, $"Only {count} requests were made."));
        Assert.All(await Task.WhenAll(running), text => Assert.Equal(Samples.Text("one") + Samples.Finish + Samples.Done, text));
    }

    private static async Task<int> LoadAsync(int port, CancellationToken enough)
    {
        var count = 0;
        for (; !enough.IsCancellationRequested; count++)
        {
            Assert.Equal(Samples.ChatAnswer, await AskAsync(port, Samples.Chat));
        }

        return count;
    }

    // On a connection of its own: one that is kept may be closed by the old worker just when the next request leaves.
    private static async Task<string> AskAsync(int port, string body)
    {
        using var caller = FrontCaller.OfFront(port);
        caller.DefaultRequestHeaders.Authorization = new("Bearer", Rig.Key);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return text;
    }
}
