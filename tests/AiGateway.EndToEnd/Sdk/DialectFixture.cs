namespace AiGateway.EndToEnd.Sdk;

/// <summary>A gateway with a model on each dialect: <c>on-chat</c>, <c>on-responses</c>, <c>on-anthropic</c>, <c>on-gemini</c>.</summary>
public sealed class DialectFixture : IAsyncLifetime
{
    private AimockProvider? _provider;
    private GatewayProcess? _gateway;

    /// <summary>All its models.</summary>
    public static TheoryData<string> Models => ["on-chat", "on-responses", "on-anthropic", "on-gemini"];

    /// <summary>The gateway's address, without a path.</summary>
    public string Url => $"http://127.0.0.1:{_gateway!.Port}";

    public async ValueTask InitializeAsync()
    {
        _provider = await AimockProvider.StartAsync();
        _gateway = await GatewayProcess.StartAsync(new GatewayStart
        {
            Files = new Dictionary<string, string> { ["gateway.yaml"] = Configuration(_provider.Url) },
            Environment = new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0" },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }

    // An error of the provider is to be seen as it is, at once.
    private static string Configuration(string provider) => $$"""
        defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
        providers:
          chat: { type: openai-compatible, dialects: [openai-chat], base_url: "{{provider}}/v1", api_key: {{Rig.UpstreamKey}} }
          responses: { type: openai-compatible, dialects: [openai-responses], base_url: "{{provider}}/v1", api_key: {{Rig.UpstreamKey}} }
          anthropic: { type: openai-compatible, dialects: [anthropic], base_url: "{{provider}}/v1", api_key: {{Rig.UpstreamKey}} }
          gemini: { type: openai-compatible, dialects: [gemini], base_url: "{{provider}}/v1beta", api_key: {{Rig.UpstreamKey}} }
        models:
          on-chat: { targets: [ { provider: chat, model: qwen3-max } ] }
          on-responses: { targets: [ { provider: responses, model: gpt-5.4 } ] }
          on-anthropic: { targets: [ { provider: anthropic, model: claude-sonnet-4-5 } ] }
          on-gemini: { targets: [ { provider: gemini, model: gemini-2.5-pro } ] }
        keys: [ { name: test, key: {{Rig.Key}} } ]
        """;
}
