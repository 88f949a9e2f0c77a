namespace AiGateway.EndToEnd.Failover;

/// <summary>The configuration file is written again while requests are under way.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task Over_a_hundred_reloads_not_one_of_ten_thousand_requests_is_lost()
    {
        const int Callers = 50;
        const int Requests = 10_000;
        await using var fleet = await Baseline.StartAsync();
        fleet.Main.Play(Answer.Json(Samples.ChatAnswer));
        fleet.Spare.Play(Answer.Json(Samples.ChatAnswer));
        var left = Requests;
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync()).ToArray();

        for (var i = 0; i < 100; i++)
        {
            // Each differs from the one before it, in what is asked and in how.
            fleet.Rewrite(Baseline.Configuration.Replace("attempts: 2", $"attempts: {i % 3}", StringComparison.Ordinal)
                .Replace("model: main-model", $"model: main-model-{i}", StringComparison.Ordinal)
                .Replace("api_key: sk-main", $"api_key: sk-main-{i % 5}", StringComparison.Ordinal));
            fleet.Gateway.Hangup();
            await Deadline.UntilAsync(() => Reloads(fleet) > i, "the configuration is read again");
        }

        await Task.WhenAll(callers).Within("all answers", TimeSpan.FromMinutes(2));

        Assert.Empty(failures);
        Assert.Equal(0, await InFlightAsync(fleet));

        async Task CallAsync()
        {
            using var client = await fleet.ConnectAsync();
            var request = CallerRequest.Chat(Tale.Request(stream: false));
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await client.SendAsync(request);
                var answer = await client.ReadAnswerAsync();
                if (answer.Status != 200 || answer.Text != Samples.ChatAnswer)
                {
                    failures.Add($"{answer.Status} {answer.Text}");
                }
            }
        }
    }

    [Fact]
    public async Task A_changed_file_is_seen_without_a_signal_and_requests_under_way_keep_the_old_one()
    {
        await using var fleet = await Baseline.StartAsync();
        var goOn = new TaskCompletionSource();
        fleet.Main.Play(async exchange =>
        {
            await exchange.BeginChunksAsync();
            await Tale.TellAsync(exchange, "main", 0, 10);
            await goOn.Task;
            exchange.Close();
        });
        var hearing = fleet.HearAsync();
        await Deadline.UntilAsync(() => fleet.Main.Connections > 0, "the request is at the upstream");

        // The new file knows no fallback; the request that runs does.
        fleet.Rewrite(Baseline.With(", fallbacks: [ f ]", "").Replace("idle: 1s", "idle: 2s", StringComparison.Ordinal));
        await Deadline.UntilAsync(() => Reloads(fleet) > 0, "the configuration is read again");
        goOn.SetResult();

        (await hearing).AssertIsWhole();
    }

    [Fact]
    public async Task A_bad_file_is_rejected_whole_with_its_problems_and_the_old_one_serves_on()
    {
        await using var fleet = await Baseline.StartAsync();

        fleet.Rewrite(Baseline.With("fallbacks: [ f ]", "fallbacks: [ g ]").Replace("attempts: 2", "atempts: 2", StringComparison.Ordinal));
        var line = await fleet.Gateway.WaitForLogAsync(log => log["problems"] is not null, "a line of the problems");

        Assert.Contains("atempts", line["problems"], StringComparison.Ordinal);
        Assert.Contains("'attempts'", line["problems"], StringComparison.Ordinal);
        Assert.Contains("'g'", line["problems"], StringComparison.Ordinal);
        (await fleet.HearAsync()).AssertIsWhole();
        Assert.Contains("\"last_reload\":\"rejected\"", (await fleet.SendAsync(CallerRequest.Get("/readyz?verbose"))).Text, StringComparison.Ordinal);
        Assert.Contains("aigateway_config_reloads_total{result=\"rejected\"} 1", (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text, StringComparison.Ordinal);
    }

    private static int Reloads(Fleet fleet) => fleet.Gateway.Output.Count(line => line["msg"] == "The configuration was read again");

    private static async Task<int> InFlightAsync(Fleet fleet)
    {
        var metrics = (await fleet.SendAsync(CallerRequest.Get("/metrics"))).Text;
        var line = metrics.Split('\n').First(text => text.StartsWith("aigateway_requests_in_flight ", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
