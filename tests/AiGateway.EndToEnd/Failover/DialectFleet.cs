using AiGateway.EndToEnd.Harness.Tales;

namespace AiGateway.EndToEnd.Failover;

/// <summary>
/// A gateway with providers of every dialect. The model <c>chat-then-gemini</c> is asked of <c>chat</c> first, whose stream breaks, and then of
/// <c>gemini</c>, which goes on from what was said; with <c>chat-again-gemini</c> it starts over.
/// </summary>
public sealed class DialectFleet : IAsyncLifetime
{
    private static readonly int s_count = TaleDialect.All.Count;

    private Fleet? _fleet;

    /// <summary>The gateway and all upstreams: first those whose streams break, then those who go on.</summary>
    public Fleet Fleet => _fleet!;

    public async ValueTask InitializeAsync() => _fleet = await Fleet.StartAsync(2 * s_count, Configuration());

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }
    }

    /// <summary>The upstream of a dialect that is asked first.</summary>
    public ScriptedUpstream Main(TaleDialect dialect) => Fleet.Upstreams[IndexOf(dialect)];

    /// <summary>The upstream of a dialect that is asked next.</summary>
    public ScriptedUpstream Spare(TaleDialect dialect) => Fleet.Upstreams[s_count + IndexOf(dialect)];

    /// <summary>Asks in one dialect for the tale, and hears it in the same to its end.</summary>
    public async Task<HeardTale> HearAsync(TaleDialect caller, string model) =>
        caller.Hear(await Fleet.SendAsync(caller.Ask(model), TimeSpan.FromSeconds(30)));

    private static int IndexOf(TaleDialect dialect) => TaleDialect.All.ToList().IndexOf(dialect);

    private static string Configuration()
    {
        var lines = new List<string>
        {
            "defaults:",
            "  retry: { attempts: 0 }",
            "  breaker: { failures: 0 }",
            "  timeout: { first_token: 10s, idle: 500ms, total: 30s }",
            "providers:",
        };
        foreach (var dialect in TaleDialect.All)
        {
            var at = IndexOf(dialect);
            lines.Add($"  main-{dialect}: {{ {dialect.ProviderType}, base_url: \"{{{at}}}\", api_key: sk-main }}");
            lines.Add($"  then-{dialect}: {{ {dialect.ProviderType}, base_url: \"{{{s_count + at}}}\", api_key: sk-spare, prefill: trailing }}");
            lines.Add($"  again-{dialect}: {{ {dialect.ProviderType}, base_url: \"{{{s_count + at}}}\", api_key: sk-spare, prefill: none }}");
        }

        lines.Add("models:");
        foreach (var dialect in TaleDialect.All)
        {
            foreach (var how in new[] { "then", "again" })
            {
                lines.Add($"  {how}-{dialect}: {{ targets: [ {{ provider: {how}-{dialect}, model: {dialect.ProviderModel} }} ] }}");
                lines.AddRange(TaleDialect.All.Select(main =>
                    $"  {main}-{how}-{dialect}: {{ targets: [ {{ provider: main-{main}, model: {main.ProviderModel} }} ], fallbacks: [ {how}-{dialect} ] }}"));
            }
        }

        return string.Join('\n', lines);
    }
}
