using System.Collections.Frozen;
using System.Net;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.Telemetry;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Upstream;

/// <summary>One exchange with a provider that answers from a script, and what the caller got of it.</summary>
internal sealed class ScriptedProvider : IDisposable
{
    private readonly List<string> _requests = [];
    private readonly MemoryStream _output = new();

    public ScriptedProvider(
        Func<int, HttpResponseMessage> answers, string path = "/v1/chat/completions", string body = "{\"model\":\"m\"}", MemoryBudget? budget = null,
        string? type = null)
    {
        Budget = budget ?? new MemoryBudget(long.MaxValue);
        var compiled = SnapshotCompiler.Compile(Exchanges.Settings, Time);
        var settings = compiled.Settings.Providers[0];
        Provider = new Provider(type is null ? settings : settings with { Preset = ProviderCatalogue.ByType[type] }, new UpstreamConnections(new Pooled(this, answers), new Pooled(this, answers)));
        var models = new ModelTable([new ModelRoute(compiled.Settings.Models[0], [new Target(compiled.Settings.Models[0].Targets[0], Provider)])]);
        var providers = new Dictionary<string, Provider> { [Provider.Name] = Provider }.ToFrozenDictionary();
        var snapshot = new Snapshot { Settings = compiled.Settings, Keys = compiled.Keys, Addresses = null, Providers = providers, Models = models, Reasoning = compiled.Reasoning };
        Exchange = Exchanges.Of(snapshot, path: path, time: Time, output: _output, body: Encoding.UTF8.GetBytes(body), headers: ("Content-Type", "application/json"));
        Exchange.Model = Exchange.Match.Model;
        Assert.Null(new Plan(Time).Run(Exchange));
        Metrics = new GatewayMetrics(new InFlight(), () => 0);
        Head = new ReplyHead(new Drain(), Time);
        Settle = new Settle(Metrics);
    }

    public FakeTimeProvider Time { get; } = new();

    public MemoryBudget Budget { get; }

    public Provider Provider { get; }

    public Exchange Exchange { get; }

    public GatewayMetrics Metrics { get; }

    public ReplyHead Head { get; }

    public Settle Settle { get; }

    /// <summary>The bodies that the provider was sent.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Reads the caller's body, asks the provider and relays, as the pipeline does.</summary>
    public async Task<Outcome> RunAsync()
    {
        var attempt = new Attempt(new Relay(Head, Settle, Budget, Time), Budget, Metrics, new Deadline.Pool(Time), new Backoff(), Time);
        return await new Read(new MemoryBudget(long.MaxValue)).RunAsync(Exchange) ?? new Plan(Time).Run(Exchange) ?? await attempt.RunAsync(Exchange);
    }

    /// <summary>What the caller has been sent.</summary>
    public async Task<byte[]> ReadOutputAsync()
    {
        await Exchange.Reply.FlushAsync(CancellationToken.None);
        return _output.ToArray();
    }

    /// <summary>What the caller has been sent, as text.</summary>
    public async Task<string> ReadTextAsync() => Encoding.UTF8.GetString(await ReadOutputAsync());

    /// <summary>The metrics as text.</summary>
    public async Task<string> ReadMetricsAsync()
    {
        using var text = new MemoryStream();
        await Metrics.WriteAsync(text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    public void Dispose() => Exchange.Body?.Dispose();

    /// <summary>An answer with a body of JSON, or of whatever else.</summary>
    public static HttpResponseMessage Answer(int status, string body, string type = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private sealed class Pooled(ScriptedProvider provider, Func<int, HttpResponseMessage> answers) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            provider._requests.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            return answers(provider._requests.Count);
        }
    }
}
