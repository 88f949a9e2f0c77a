namespace AiGateway.EndToEnd.BesideChat;

/// <summary>A gateway whose providers are of several kinds, all played by one scripted upstream.</summary>
public sealed class BesideChatFixture : IAsyncLifetime
{
    private GatewayProcess? _gateway;

    public ScriptedUpstream Upstream { get; } = new();

    public async ValueTask InitializeAsync() => _gateway = await GatewayProcess.StartAsync(new GatewayStart
    {
        Files = new Dictionary<string, string> { ["gateway.yaml"] = Configuration($"http://127.0.0.1:{Upstream.Port}") },
        Environment = new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0" },
    });

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await Upstream.DisposeAsync();
    }

    /// <summary>Sends a request on a connection of its own and reads the whole answer.</summary>
    public async Task<RawAnswer> SendAsync(CallerRequest request)
    {
        using var client = await RawClient.ConnectAsync(_gateway!.Port);
        await client.SendAsync(request);
        return await client.ReadAnswerAsync();
    }

    private static string Configuration(string upstream) => $$"""
        defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
        providers:
          gemini: { type: gemini, base_url: "{{upstream}}/v1beta", api_key: {{Rig.UpstreamKey}} }
          anthropic: { type: anthropic, base_url: "{{upstream}}/v1", api_key: {{Rig.UpstreamKey}} }
          dashscope: { type: dashscope, base_url: "{{upstream}}/compatible-mode/v1", api_key: {{Rig.UpstreamKey}} }
          cohere: { type: cohere, base_url: "{{upstream}}/compatibility/v1", api_key: {{Rig.UpstreamKey}} }
          mistral: { type: mistral, base_url: "{{upstream}}/mistral/v1", api_key: {{Rig.UpstreamKey}} }
        models:
          on-gemini: { targets: [ { provider: gemini, model: gemini-x } ] }
          on-anthropic: { targets: [ { provider: anthropic, model: claude-x } ] }
          on-mistral: { targets: [ { provider: mistral, model: mistral-x } ] }
          on-dashscope: { targets: [ { provider: dashscope, model: text-embedding-v4 } ], fallbacks: [ on-gemini ] }
          rerank: { targets: [ { provider: dashscope, model: qwen3-rerank } ] }
          rerank-cohere: { targets: [ { provider: cohere, model: rerank-v4 } ] }
          "org/model": { targets: [ { provider: mistral, model: m } ] }
        keys:
          - { name: test, key: {{Rig.Key}} }
          - { name: other, key: {{Rig.OtherKey}}, models: [ "on-*" ] }
        """;
}
