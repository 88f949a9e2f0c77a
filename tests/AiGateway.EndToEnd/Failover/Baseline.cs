namespace AiGateway.EndToEnd.Failover;

/// <summary>The set-up of the scenarios: two retries, one fallback, and deadlines a tenth of what one would configure.</summary>
internal static class Baseline
{
    public const string Configuration = """
        providers:
          main: { type: openai-compatible, base_url: "{0}", api_key: sk-main }
          spare: { type: openai-compatible, base_url: "{1}", api_key: sk-spare, prefill: partial }
        defaults:
          retry: { attempts: 2, backoff: 200ms, max_backoff: 5s }
          timeout: { first_token: 1s, idle: 1s, total: 12s }
        models:
          m: { targets: [ { provider: main, model: main-model } ], fallbacks: [ f ] }
          f: { targets: [ { provider: spare, model: spare-model } ] }
        """;

    /// <summary>The same with waits between tries that no slow machine makes up: what is done at once is done within <see cref="AtOnce"/> seconds.</summary>
    public static readonly string WithLongWaits = With("backoff: 200ms", "backoff: 5s");

    /// <summary>Less than the shortest of those waits, in seconds.</summary>
    public const double AtOnce = 2;

    public static async Task<Fleet> StartAsync(string? configuration = null)
    {
        var fleet = await Fleet.StartAsync(2, configuration ?? Configuration);
        fleet.Main.Play(Tale.Any("main"));
        fleet.Spare.Play(Tale.Any("spare"));
        return fleet;
    }

    /// <summary>The same with other words in it.</summary>
    public static string With(string old, string now)
    {
        Assert.Contains(old, Configuration, StringComparison.Ordinal);
        return Configuration.Replace(old, now, StringComparison.Ordinal);
    }

    /// <summary>Seconds between two requests.</summary>
    public static double SecondsBetween(UpstreamRequest first, UpstreamRequest second) =>
        TimeProvider.System.GetElapsedTime(first.ReceivedAt, second.ReceivedAt).TotalSeconds;

    /// <summary>Requests that came within so many seconds after the first.</summary>
    public static int CountWithin(this Script script, double seconds) =>
        script.Requests.Count(request => SecondsBetween(script.Requests[0], request) <= seconds);
}
