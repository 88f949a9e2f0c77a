using AiGateway.Commands;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Commands;

public sealed class SettingsSummaryTests
{
    [Fact]
    public void It_says_what_would_be_served_and_no_key()
    {
        var settings = GatewayFile.Settings("""
            server: { port: 9000, bind: "127.0.0.1" }
            providers:
              dashscope: { type: dashscope, api_keys: [sk-a, sk-b], max_concurrent: 5, proxy: "http://user:pass@proxy:3128" }
              sim: { type: simulated }
            models:
              qwen: { targets: [ { provider: sim, priority: 1 }, { provider: dashscope, model: qwen-plus, weight: 3 } ], fallbacks: [other], context_fallbacks: [other], hedge: { after: p95 } }
              other: { targets: [ { provider: sim } ], strategy: least-busy, retry: { attempts: 1 } }
            keys:
              - { name: web, key: sk-web, models: ["qwen*"], limits: { rpm: 0, concurrent: 2 }, expires: 2027-01-01 }
              - { name: app, key: sk-app }
            limits: { rpm: 60 }
            """);

        Assert.Equal(
            """

            Listens on http://127.0.0.1:9000

            Providers
              dashscope: dashscope, https://dashscope.aliyuncs.com/compatible-mode/v1, 2 keys, through a proxy, 5 at once
              sim: simulated, built in, 0 keys

            Models
              qwen: weighted, 2 extra tries per target, hedged
                1. dashscope: qwen-plus (priority 0, weight 3)
                2. sim: the model asked for (priority 1, weight 1)
                then other
                where the prompt is too long: other
              other: least-busy, 1 extra try per target
                1. sim: the model asked for (priority 0, weight 1)

            Keys
              web: qwen*, no limit of requests, 2 at once, until 2027-01-01 00:00:00Z
              app: every model, 60 requests a minute
            """,
            string.Join('\n', SettingsSummary.Of(settings)));
    }
}
