namespace AiGateway.EndToEnd.Front;

/// <summary>Two gateways with the same settings on two ports.</summary>
internal sealed class InstancePair : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream;
    private readonly GatewayProcess[] _instances;

    private InstancePair(ScriptedUpstream upstream, GatewayProcess[] instances) => (_upstream, _instances) = (upstream, instances);

    public static async Task<InstancePair> StartAsync(ScriptedUpstream upstream) =>
        new(upstream, [await StartAsync(upstream, FrontProcess.FreePort()), await StartAsync(upstream, FrontProcess.FreePort())]);

    /// <summary>Their lines in nginx's upstream.</summary>
    /// <param name="down">The one that is not to be asked.</param>
    public string Servers(int? down) =>
        string.Join('\n', _instances.Select((instance, number) => $"server 127.0.0.1:{instance.Port}{(number == down ? " down" : "")};"));

    /// <summary>Ends one as an operator would, and starts it again on its port.</summary>
    public async Task RestartAsync(int number)
    {
        var old = _instances[number];
        old.Terminate();
        Assert.Equal(0, await old.WaitForExitAsync());
        _instances[number] = await StartAsync(_upstream, old.Port);
        await old.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    private static Task<GatewayProcess> StartAsync(ScriptedUpstream upstream, int port) => GatewayProcess.StartAsync(new GatewayStart
    {
        Environment = Rig.Settings(upstream.BaseUrl, ("PORT", $"{port}"), ("SHUTDOWN_DELAY", "1s")),
    });
}
