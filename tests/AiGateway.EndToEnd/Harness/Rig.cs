namespace AiGateway.EndToEnd.Harness;

/// <summary>A gateway in front of a scripted upstream. Settings that a test names come on top of those that all share.</summary>
public sealed class Rig : IAsyncDisposable
{
    public const string Key = "gw-test-key-one-8d1c7f";
    public const string OtherKey = "gw-test-key-two-52ab90";
    public const string UpstreamKey = "sk-upstream-secret-77f3e1";

    private Rig(ScriptedUpstream upstream, GatewayProcess gateway)
    {
        Upstream = upstream;
        Gateway = gateway;
    }

    public ScriptedUpstream Upstream { get; }

    public GatewayProcess Gateway { get; }

    public static Task<Rig> StartAsync(params (string Name, string Value)[] settings) => StartAsync(new GatewayStart(), settings);

    public static async Task<Rig> StartAsync(GatewayStart start, params (string Name, string Value)[] settings)
    {
        var upstream = new ScriptedUpstream();
        try
        {
            var environment = Settings(upstream.BaseUrl, [.. start.Environment.Select(pair => (pair.Key, pair.Value)), .. settings]);
            return new Rig(upstream, await GatewayProcess.StartAsync(start with { Environment = environment }));
        }
        catch
        {
            await upstream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings that a gateway in a test runs with. An empty value leaves a variable unset.</summary>
    public static Dictionary<string, string> Settings(string upstream, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["TARGET_API_URL"] = upstream,
            ["TARGET_API_KEY"] = UpstreamKey,
            ["GATEWAY_API_KEYS"] = $"{Key},{OtherKey}",
            ["RATE_LIMIT_REQUESTS_PER_MINUTE"] = "0",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>A connection of a caller.</summary>
    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Gateway.Port);

    /// <summary>Sends a request on a connection of its own and reads the whole answer.</summary>
    public async Task<RawAnswer> SendAsync(CallerRequest request, TimeSpan? limit = null)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadAnswerAsync(request.Method == "HEAD", limit);
    }

    /// <summary>Sends bytes as they are on a connection of their own and reads the whole answer.</summary>
    public async Task<RawAnswer> SendAsync(string latin1)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(latin1);
        return await client.ReadAnswerAsync();
    }

    /// <summary>The gateway still does its work.</summary>
    public async Task AssertServesAsync()
    {
        var script = Upstream.Play(Answer.Chat);
        var answer = await SendAsync(CallerRequest.Chat());
        Assert.Equal(200, answer.Status);
        Assert.Equal(Samples.ChatAnswer, answer.Text);
        Assert.Equal(1, script.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
