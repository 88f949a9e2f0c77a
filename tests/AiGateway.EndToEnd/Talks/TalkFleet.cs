namespace AiGateway.EndToEnd.Talks;

/// <summary>A gateway with a model on a provider of every dialect, called as the dialect is.</summary>
public sealed class TalkFleet : IAsyncLifetime
{
    private Fleet? _fleet;

    /// <summary>The gateway and all upstreams.</summary>
    public Fleet Fleet => _fleet!;

    /// <summary>The upstream of a dialect.</summary>
    public ScriptedUpstream Of(TalkDialect dialect) => Fleet.Upstreams[TalkDialect.All.ToList().IndexOf(dialect)];

    public async ValueTask InitializeAsync()
    {
        var providers = TalkDialect.All.Select((dialect, at) => $"  {dialect}: {{ {dialect.ProviderType}, base_url: \"{{{at}}}\", api_key: sk-talk }}");
        var models = TalkDialect.All.Select(dialect => $"  {dialect}: {{ targets: [ {{ provider: {dialect}, model: {dialect.ProviderModel} }} ] }}");
        _fleet = await Fleet.StartAsync(TalkDialect.All.Count, string.Join('\n', ["providers:", .. providers, "models:", .. models]));
    }

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }
    }
}
