using System.Net;
using AiGateway.Configuration;
using AiGateway.Configuration.Fields;
using AiGateway.Configuration.Sections;
using AiGateway.Configuration.Yaml;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Keys;
using AiGateway.State;
using AiGateway.Tests.DataPlane.Upstream;
using AiGateway.Tests.Dialects.Providers.Credentials;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SettingsFileTests : IDisposable
{
    /// <summary>A file with every field in it.</summary>
    internal const string Whole = """
        server:
          port: 9000
          bind: "[::1]"
          cors: { origins: ["https://app.example.com", "http://localhost:3000"] }
          limits: { request_body: 8MiB, upload_body: 1GiB, header_timeout: 5s, body_timeout: 30s, connections: 9000, buffered: 40% }
          trusted_proxies: ["10.0.0.0/8", 192.0.2.1]
          tls: { cert: tls.crt, key: tls.key }
          shutdown: { delay: 5s, grace: 1m }
          stream_keepalive: 15s
          stored_responses: { memory: 128MiB, expires: 2h }
          shared_account_objects: true
        providers:
          dashscope: { type: dashscope, api_key: "${DASHSCOPE_API_KEY}" }
          openai:
            type: openai
            dialects: [openai-chat, anthropic]
            api_version: 2024-10-21
            base_url: https://proxy.example.com/openai/v1/
            api_keys: [ { key: "${OPENAI_KEY_A}", weight: 2 }, "${OPENAI_KEY_B:-sk-b}" ]
            headers: { OpenAI-Organization: org-1, x-price: "5$$" }
            forward_headers: [x-session-id]
            proxy: http://proxy.example.com:3128
            tls: { ca: tls.crt, cert: tls.crt, key: tls.key }
            http_version: 2
            connections: 100
            max_concurrent: 50
            prefill: trailing
          local: { type: openai-compatible, base_url: "http://127.0.0.1:8000/v1", http_version: 1.1, proxy: environment }
          sim: { type: simulated }
          vertex: { type: vertex, credentials_file: account.json, location: europe-west4 }
          elsewhere: { type: vertex, api_key: sk-e, project: another-1, location: global }
        models:
          qwen-plus:
            targets:
              - { provider: dashscope, model: qwen-plus, weight: 3 }
              - { provider: local, model: Qwen/Qwen3-32B, weight: 1, priority: 1 }
            strategy: hash
            hash: { on: prompt_prefix }
            fallbacks: [ qwen-turbo ]
            context_fallbacks: [ qwen-long ]
            retry: { attempts: 1 }
            timeout: { total: off }
            on_stream_break: continue
            hedge: { after: 2s }
            price: { input: 0.4, cached_input: 0.1, output: 1.2, currency: CNY }
          qwen-turbo: { targets: [ { provider: sim } ], hedge: { after: p95 }, strategy: lowest-latency }
          qwen-long: { targets: [ { provider: openai } ], hedge: off, breaker: { failures: 0 } }
          "*": { targets: [ { provider: dashscope } ] }
        defaults:
          retry: { attempts: 3, backoff: 100ms, max_backoff: 2s }
          timeout: { connect: 1s, first_token: 20s, idle: 30s, total: 5m }
          breaker: { failures: 4, window: 20s, open_for: 5s, probes: 2 }
          on_stream_break: error
        keys:
          - { name: web, key: "${WEB_KEY}", models: ["qwen-*", "*"], limits: { rpm: 600, concurrent: 50 }, expires: 2027-01-01 }
          - { name: ci, key_sha256: "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", expires: "2027-01-01T08:00:00+08:00" }
          - key: sk-nameless
        limits: { rpm: 60 }
        telemetry: { log: { level: warn, format: text } }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_field_is_read()
    {
        var pair = TestCertificate.New("gateway");
        var certificate = _directory.Write("tls.crt", pair.Pem);
        var key = _directory.Write("tls.key", pair.KeyPem);
        var account = _directory.Write("account.json", AccountFile.Text());

        var result = GatewayFile.Read(_directory, Whole, ("DASHSCOPE_API_KEY", "sk-d"), ("OPENAI_KEY_A", "sk-a"), ("WEB_KEY", "sk-web"));

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        var settings = result.Settings!;
        AssertServer(settings, certificate, key);
        AssertProviders(settings.Providers, certificate, key);
        Assert.Equal((account, "https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project-1/locations/europe-west4"), (settings.Providers[4].CredentialsFile, settings.Providers[4].BaseUrl.OriginalString));
        Assert.Equal("https://aiplatform.googleapis.com/v1/projects/another-1/locations/global", settings.Providers[5].BaseUrl.OriginalString);
        AssertModels(settings.Models);
        AssertKeys(settings.Keys);
        Assert.Equal((60, LogLevel.Warning, LogFormat.Text), (settings.RequestsPerMinute, settings.LogLevel, settings.LogFormat));
        Assert.False(settings.IsEnvironmentAlone);
    }

    [Fact]
    public void Every_field_of_the_reference_is_in_the_file_that_these_tests_read()
    {
        var problems = new List<YamlProblem>();
        var written = PathsOf(YamlReader.Read(Whole, problems)!, "").ToHashSet();

        Assert.Empty(problems);

        // A model's own are read by the same table as those of the defaults.
        string[] shared = ["retry", "timeout", "breaker"];
        Assert.All(FileSection.Shape.Describe("").Where(field => !shared.Any(group => field.Path.StartsWith($"models.NAME.{group}.", StringComparison.Ordinal))), field => Assert.Contains(field.Path, written));
    }

    private static IEnumerable<string> PathsOf(YamlNode node, string path) => node switch
    {
        YamlMap map => map.Entries.SelectMany(entry => (IEnumerable<string>)[Reading.Join(path, entry.Name), Reading.Join(path, "NAME"), .. PathsOf(entry.Value, Reading.Join(path, entry.Name)), .. PathsOf(entry.Value, Reading.Join(path, "NAME"))]),
        YamlList list => list.Items.SelectMany(item => PathsOf(item, path + "[]")),
        _ => [],
    };

    private static void AssertServer(GatewaySettings settings, string certificate, string key)
    {
        Assert.Equal(9000, settings.Port);
        Assert.Equal(IPAddress.IPv6Loopback, settings.BindAddress);
        Assert.Equal(["http://localhost:3000", "https://app.example.com"], settings.CorsOrigins.Origins.Order());
        Assert.Equal((8L << 20, 1L << 30), (settings.MaxRequestBody, settings.MaxUploadBody));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)), (settings.HeaderTimeout, settings.BodyTimeout));
        Assert.Equal((9000, new BufferLimit(null, 40)), (settings.MaxConnections, settings.Buffered));
        Assert.True(settings.TrustedProxies.Contains(IPAddress.Parse("10.1.2.3")));
        Assert.True(settings.TrustedProxies.Contains(IPAddress.Parse("192.0.2.1")));
        Assert.Equal((certificate, key), (settings.TlsCertFile, settings.TlsKeyFile));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)), (settings.ShutdownDelay, settings.ShutdownGrace));
        Assert.Equal(TimeSpan.FromSeconds(15), settings.StreamKeepalive);
        Assert.Equal(new StoreLimits(128L * 1024 * 1024, TimeSpan.FromHours(2)), settings.StoredResponses);
        Assert.True(settings.SharedAccountObjects);
    }

    private static void AssertProviders(ValueList<ProviderSettings> providers, string certificate, string key)
    {
        var presets = ProviderCatalogue.ByType;
        Assert.Equal(["dashscope", "openai", "local", "sim", "vertex", "elsewhere"], providers.Select(provider => provider.Name));
        Assert.Equal(
            new ProviderSettings { Name = "dashscope", Preset = presets["dashscope"], BaseUrl = presets["dashscope"].BaseUrl!, Keys = [new("sk-d")] },
            providers[0]);
        Assert.Equal(
            new ProviderSettings
            {
                Name = "openai",
                Preset = presets["openai"],
                BaseUrl = new Uri("https://proxy.example.com/openai/v1"),
                Keys = [new("sk-a", 2), new("sk-b")],
                Headers = [new("OpenAI-Organization", "org-1"), new("x-price", "5$")],
                ForwardHeaders = ["x-session-id"],
                Proxy = "http://proxy.example.com:3128",
                Tls = new(certificate, certificate, key),
                HttpVersion = HttpVersion.Version20,
                Connections = 100,
                MaxConcurrent = 50,
                Prefill = AssistantPrefill.Trailing,
                Dialects = [DialectCatalogue.All[0], DialectCatalogue.All[2]],
                ApiVersion = "2024-10-21",
            },
            providers[1]);
        Assert.Equal(
            new ProviderSettings { Name = "local", Preset = presets["openai-compatible"], BaseUrl = new Uri("http://127.0.0.1:8000/v1"), Proxy = "environment" },
            providers[2]);
        Assert.Equal(ProviderSettings.SimulatedUrl, providers[3].BaseUrl);
    }

    private static void AssertModels(ValueList<ModelSettings> models)
    {
        var breaker = new BreakerSettings(4, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5), 2);
        var timeout = new TimeoutSettings(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        var retry = new RetrySettings(3, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        var rest = new ModelSettings { Name = "*", Targets = [new("dashscope")], Retry = retry, Timeout = timeout, Breaker = breaker, ContinuesStreams = false };
        Assert.Equal(
        [
            rest with
            {
                Name = "qwen-plus",
                Targets = [new("dashscope", "qwen-plus", 3), new("local", "Qwen/Qwen3-32B", 1, 1)],
                Strategy = Strategy.Hash,
                HashOn = HashOn.PromptPrefix,
                Fallbacks = ["qwen-turbo"],
                ContextFallbacks = ["qwen-long"],
                Retry = retry with { Attempts = 1 },
                Timeout = timeout with { Total = null },
                ContinuesStreams = true,
                Hedge = new HedgeSettings(TimeSpan.FromSeconds(2)),
                Price = new PriceSettings("CNY", 400_000_000, 100_000_000, 1_200_000_000),
            },
            rest with { Name = "qwen-turbo", Targets = [new("sim")], Hedge = new HedgeSettings(After: null), Strategy = Strategy.LowestLatency },
            rest with { Name = "qwen-long", Targets = [new("openai")], Breaker = breaker with { Failures = 0 } },
            rest,
        ],
            models);
    }

    private static void AssertKeys(ValueList<KeySettings> keys)
    {
        Assert.Equal(
        [
            new KeySettings
            {
                Name = "web", Hash = HashOf("sk-web"), Models = ["qwen-*", "*"], RequestsPerMinute = 600, Concurrent = 50, Expires = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
            },
            new KeySettings { Name = "ci", Hash = HashOf("test"), Expires = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            EnvironmentProvider.KeysOf(["sk-nameless"])[0],
        ],
            keys);
    }

    private static KeyHash HashOf(string key) => KeyHash.TryOf(key, out var hash) ? hash : throw new ArgumentException("Too long", nameof(key));
}
