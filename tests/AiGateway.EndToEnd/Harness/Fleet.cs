namespace AiGateway.EndToEnd.Harness;

/// <summary>A gateway with a configuration file in front of several scripted upstreams.</summary>
public sealed class Fleet : IAsyncDisposable
{
    private Fleet(ScriptedUpstream[] upstreams, GatewayProcess gateway) => (Upstreams, Gateway) = (upstreams, gateway);

    public ScriptedUpstream[] Upstreams { get; }

    public ScriptedUpstream Main => Upstreams[0];

    public ScriptedUpstream Spare => Upstreams[1];

    public GatewayProcess Gateway { get; }

    /// <summary>The configuration file, which may be written again.</summary>
    public string ConfigurationFile => Path.Combine(Gateway.WorkingDirectory, "gateway.yaml");

    /// <summary>Starts it.</summary>
    /// <param name="upstreams">How many upstreams.</param>
    /// <param name="configuration">The configuration file; <c>{0}</c>, <c>{1}</c> … are the upstreams' base URLs. The port, the address and the key are added.</param>
    public static async Task<Fleet> StartAsync(int upstreams, string configuration)
    {
        var servers = Enumerable.Range(0, upstreams).Select(_ => new ScriptedUpstream()).ToArray();
        try
        {
            var start = new GatewayStart
            {
                Files = new Dictionary<string, string> { ["gateway.yaml"] = Fill(configuration, servers) },
                Environment = new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0" },
            };
            return new Fleet(servers, await GatewayProcess.StartAsync(start));
        }
        catch
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Writes the configuration file again, in one step as editors and orchestrators do.</summary>
    public void Rewrite(string configuration)
    {
        var next = ConfigurationFile + ".next";
        File.WriteAllText(next, Fill(configuration, Upstreams));
        File.Move(next, ConfigurationFile, overwrite: true);
    }

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Gateway.Port);

    /// <summary>Sends a request on a connection of its own and reads the whole answer.</summary>
    public async Task<RawAnswer> SendAsync(CallerRequest request, TimeSpan? limit = null)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadAnswerAsync(limit: limit);
    }

    /// <summary>Asks for a tale, streamed, and hears it to its end.</summary>
    public async Task<Heard> HearAsync(bool withUsage = true, TimeSpan? limit = null) =>
        new(await SendAsync(CallerRequest.Chat(Tale.Request(withUsage)), limit ?? TimeSpan.FromSeconds(30)));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var upstream in Upstreams)
        {
            await upstream.DisposeAsync();
        }
    }

    private static string Fill(string configuration, ScriptedUpstream[] servers)
    {
        for (var i = 0; i < servers.Length; i++)
        {
            configuration = configuration.Replace($"{{{i}}}", servers[i].BaseUrl, StringComparison.Ordinal);
        }

        return $"{configuration}\nkeys: [ {{ name: test, key: {Rig.Key} }} ]\n";
    }
}
