using AiGateway.EndToEnd.Dialects.Spoken;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>
/// A gateway with a provider of each dialect, which a script plays. The model <c>on-gemini</c> is asked of the one that speaks Gemini; its own name for
/// the model leads there too, so that nothing has to be renamed.
/// </summary>
public sealed class DialectFleet : IAsyncLifetime
{
    private Fleet? _fleet;

    /// <summary>The gateway and all upstreams, in the order of <see cref="SpokenDialect.All"/>.</summary>
    public Fleet Fleet => _fleet!;

    public async ValueTask InitializeAsync() => _fleet = await Fleet.StartAsync(SpokenDialect.All.Count, Configuration());

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }
    }

    /// <summary>The provider that speaks a dialect.</summary>
    public ScriptedUpstream ProviderOf(SpokenDialect dialect) => Fleet.Upstreams[SpokenDialect.All.ToList().IndexOf(dialect)];

    /// <summary>The model of the provider that speaks a dialect.</summary>
    public static string ModelOn(SpokenDialect dialect) => $"on-{dialect}";

    /// <summary>The same with a key of its own for each dialect of callers and for streams: one that was limited is left alone for a while.</summary>
    public static string ModelOn(SpokenDialect dialect, SpokenDialect caller, bool streams) => $"{caller}-on-{dialect}{(streams ? "-streamed" : "")}";

    // An error of a provider is to be seen as it is, at once.
    private static string Configuration()
    {
        var lines = new List<string> { "defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }", "providers:" };
        lines.AddRange(SpokenDialect.All.Select((dialect, at) => $"  {dialect}: {{ {dialect.ProviderMembers}, base_url: \"{{{at}}}\", api_key: {Rig.UpstreamKey} }}"));
        lines.AddRange(ForEachCaller((name, dialect, at) => $"  {name}: {{ {dialect.ProviderMembers}, base_url: \"{{{at}}}\", api_key: {Rig.UpstreamKey} }}"));
        lines.Add("models:");
        lines.AddRange(ForEachCaller((name, dialect, _) => $"  {name}: {{ targets: [ {{ provider: {name}, model: {dialect.ProviderModel} }} ] }}"));
        lines.AddRange(SpokenDialect.All.Select(dialect => $"  {ModelOn(dialect)}: {{ targets: [ {{ provider: {dialect}, model: {dialect.ProviderModel} }} ] }}"));
        lines.AddRange(SpokenDialect.All.Select(dialect => $"  {dialect.ProviderModel}: {{ targets: [ {{ provider: {dialect} }} ] }}"));
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> ForEachCaller(Func<string, SpokenDialect, int, string> line) =>
        SpokenDialect.All.SelectMany((dialect, at) =>
            from caller in SpokenDialect.All from streams in new[] { false, true } select line(ModelOn(dialect, caller, streams), dialect, at));
}
