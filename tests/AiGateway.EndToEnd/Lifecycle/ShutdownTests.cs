using System.Net.Sockets;
using System.Text.Json;

namespace AiGateway.EndToEnd.Lifecycle;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_running_stream_is_finished_whole_and_new_work_is_refused()
    {
        await using var rig = await Rig.StartAsync();
        var go = new TaskCompletionSource();
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await go.Task;
            await exchange.SendChunkAsync(Samples.Text("two") + Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });

        using var client = await rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.Equal(Samples.Text("one"), await answer.ReadEventAsync());
        using var idle = await rig.ConnectAsync();

        rig.Gateway.Terminate();
        await UntilRefusedAsync(rig);
        go.SetResult();

        Assert.Equal([Samples.Text("two"), Samples.Finish, Samples.Done], await answer.ReadAllEventsAsync());
        Assert.True(answer.Body.Whole);
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        await rig.Gateway.WaitForAccessLineAsync(answer.Head["x-request-id"]!);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_is_finished_too()
    {
        await using var rig = await Rig.StartAsync();
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        rig.Upstream.Play(async exchange =>
        {
            asked.SetResult();
            await go.Task;
            await Answer.Chat(exchange);
        });

        var reply = rig.SendAsync(CallerRequest.Chat());
        await asked.Task.Within("the upstream to be asked");
        rig.Gateway.Terminate();
        await UntilRefusedAsync(rig);
        go.SetResult();
        Assert.Equal(Samples.ChatAnswer, (await reply).Text);
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Without_work_it_ends_at_once()
    {
        await using var rig = await Rig.StartAsync();
        await rig.AssertServesAsync();
        using var idle = await rig.ConnectAsync();
        rig.Gateway.Terminate();
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task While_the_delay_lasts_it_is_not_ready_but_serves_and_asks_callers_to_leave()
    {
        await using var rig = await Rig.StartAsync(("SHUTDOWN_DELAY", "2s"));
        rig.Upstream.Play(Answer.Chat);
        using var kept = await rig.ConnectAsync();
        await kept.SendAsync(CallerRequest.Chat());
        Assert.Equal(200, (await kept.ReadAnswerAsync()).Status);

        rig.Gateway.Terminate();
        var start = TimeProvider.System.GetTimestamp();
        while ((await rig.SendAsync(CallerRequest.Get("/readyz"))).Status != 503)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5), "It stayed ready.");
        }

        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Get("/livez"))).Status);
        await kept.SendAsync(CallerRequest.Chat());
        var reply = await kept.ReadAnswerAsync();
        Assert.Equal((200, "close"), (reply.Status, reply.Head["connection"]?.ToLowerInvariant()));
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1.8, 8);
    }

    [Fact]
    public async Task What_outlasts_the_grace_ends_in_an_error_event()
    {
        await using var rig = await Rig.StartAsync(("SHUTDOWN_GRACE", "1s"));
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await exchange.StallAsync();
        });

        using var client = await rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.NotNull(await answer.ReadEventAsync());
        rig.Gateway.Terminate();

        var rest = Assert.Single(await answer.ReadAllEventsAsync());
        Assert.Equal("stream_interrupted", JsonElement.Parse(rest["data: ".Length..]).GetProperty("error").GetProperty("code").GetString());
        Assert.False(answer.Body.Whole);
        Assert.Equal(0, await rig.Gateway.WaitForExitAsync(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public async Task SIGHUP_reads_keys_from_their_file_again()
    {
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["keys"] = Rig.Key + "\n" } };
        await using var rig = await Rig.StartAsync(start, ("GATEWAY_API_KEYS", ""), ("GATEWAY_API_KEYS_FILE", "keys"));
        rig.Upstream.Play(Answer.Chat);
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat())).Status);
        Assert.Equal(401, (await rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey })).Status);

        await File.WriteAllTextAsync(Path.Combine(rig.Gateway.WorkingDirectory, "keys"), Rig.OtherKey, TestContext.Current.CancellationToken);
        rig.Gateway.Hangup();
        var began = TimeProvider.System.GetTimestamp();
        while ((await rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey })).Status != 200)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Deadline.Usual, "The new key was never taken.");
        }

        Assert.Equal(401, (await rig.SendAsync(CallerRequest.Chat())).Status);

        // An empty file would lock everyone out: it is rejected whole, and the old keys go on.
        await File.WriteAllTextAsync(Path.Combine(rig.Gateway.WorkingDirectory, "keys"), "\n", TestContext.Current.CancellationToken);
        var lines = rig.Gateway.Output.Count;
        rig.Gateway.Hangup();
        await Deadline.UntilAsync(() => rig.Gateway.Output.Skip(lines).Any(line => line["level"] is "error" or "warn"), "it says that the file is bad");
        Assert.Equal(200, (await rig.SendAsync(CallerRequest.Chat() with { Key = Rig.OtherKey })).Status);
    }

    [Fact]
    public async Task SIGHUP_reads_the_upstreams_key_from_its_file_again_and_running_streams_go_on()
    {
        var start = new GatewayStart { Files = new Dictionary<string, string> { ["target"] = "sk-old" } };
        await using var rig = await Rig.StartAsync(start, ("TARGET_API_KEY", ""), ("TARGET_API_KEY_FILE", "target"));
        var go = new TaskCompletionSource();
        rig.Upstream.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await exchange.SendChunkAsync(Samples.Text("one"));
            await go.Task;
            await exchange.SendChunkAsync(Samples.Finish + Samples.Done);
            await exchange.EndChunksAsync();
        });
        using var client = await rig.ConnectAsync();
        await client.SendAsync(CallerRequest.Chat(Samples.Stream));
        var answer = await client.BeginAnswerAsync();
        Assert.NotNull(await answer.ReadEventAsync());

        await File.WriteAllTextAsync(Path.Combine(rig.Gateway.WorkingDirectory, "target"), "sk-new", TestContext.Current.CancellationToken);
        rig.Gateway.Hangup();
        var script = rig.Upstream.Play(Answer.Chat);
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Deadline.Usual, "The new key was never taken.");
            await rig.SendAsync(CallerRequest.Chat());
        }
        while (script.Requests[^1].Head["authorization"] != "Bearer sk-new");

        go.SetResult();
        Assert.Equal([Samples.Finish, Samples.Done], await answer.ReadAllEventsAsync());
        Assert.True(answer.Body.Whole);
    }

    [Fact]
    public async Task SIGHUP_without_a_working_directory_is_rejected_and_the_old_configuration_goes_on()
    {
        await using var rig = await Rig.StartAsync();
        Directory.Delete(rig.Gateway.WorkingDirectory, recursive: true);
        rig.Gateway.Hangup();
        await rig.Gateway.WaitForLogAsync(line => line["problems"]?.Contains("working directory", StringComparison.Ordinal) is true, "the problem");
        await rig.AssertServesAsync();
        Directory.CreateDirectory(rig.Gateway.WorkingDirectory);
    }

    private static async Task UntilRefusedAsync(Rig rig)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Deadline.Usual)
        {
            try
            {
                if ((await rig.SendAsync(CallerRequest.Get("/v1/models"))).Status == 503)
                {
                    return;
                }
            }
            catch (Exception refused) when (refused is SocketException or IOException)
            {
                return;
            }
        }

        throw new TimeoutException("New work was still taken.");
    }
}
