using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Admission;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Telemetry;
using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.State;

/// <summary>Requests of two callers to a model whose provider speaks OpenAI Chat alone, through the whole pipeline.</summary>
internal sealed class StoredTalk
{
    private readonly Queue<string> _answers = new();
    private readonly List<JsonNode> _asked = [];
    private readonly GatewayPipeline _pipeline;
    private readonly ErrorReply _errors;
    private readonly FrozenModels _models;

    /// <summary>Puts a gateway together.</summary>
    /// <param name="limits">What it keeps; null: nothing.</param>
    /// <param name="keys">The gateway's keys.</param>
    public StoredTalk(StoreLimits? limits, params string[] keys)
    {
        var settings = EnvironmentSettings.Of(keys).WithTarget(target => target with { Preset = ProviderCatalogue.ByType["nebius"] }) with { StoredResponses = limits };
        Snapshot = SnapshotCompiler.Compile(settings, Time);
        _models = new FrozenModels(this);
        var head = new ReplyHead(new Drain(), Time);
        var metrics = new GatewayMetrics(new InFlight(), () => 0);
        var settle = new Settle(metrics);
        _errors = new ErrorReply(head, AiGateway.Dialects.DialectCatalogue.Fallback);
        _pipeline = new GatewayPipeline(
            new Authenticate(Time), new Admit(), new Read(Budget), new Consult(head, Budget), new ListModels(head), new Plan(Time),
            new Attempt(new Relay(head, settle, Budget, Time), Budget, metrics, new Deadline.Pool(Time), new Backoff(), Time), settle);
    }

    public FakeTimeProvider Time { get; } = new();

    public MemoryBudget Budget { get; } = new(long.MaxValue);

    public Snapshot Snapshot { get; }

    /// <summary>What the provider was asked, in order.</summary>
    public IReadOnlyList<JsonNode> Asked => _asked;

    /// <summary>The request that was sent last; null before there was one.</summary>
    public Exchange? Last { get; private set; }

    /// <summary>What the provider answers next, one a request.</summary>
    public void Answer(string body) => _answers.Enqueue(body);

    /// <summary>Sends a request and reads the answer.</summary>
    public async Task<(int Status, string Text)> SendAsync(string key, string method, string path, string body = "")
    {
        using var output = new MemoryStream();
        var question = path.IndexOf('?', StringComparison.Ordinal);
        var exchange = Exchanges.Of(
            _models.Snapshot, method, question < 0 ? path : path[..question], time: Time, output: output, body: Encoding.UTF8.GetBytes(body),
            query: question < 0 ? "" : path[question..], headers: [("Authorization", "Bearer " + key), ("Content-Type", "application/json")]);
        Last = exchange;
        var outcome = await _pipeline.RunAsync(exchange);
        if (outcome.Error is { } error)
        {
            _errors.Write(exchange, error);
        }

        await exchange.Reply.FlushAsync(CancellationToken.None);
        exchange.Body?.Dispose();
        Assert.Equal(0, Budget.Held);
        return (exchange.Reply.Status, Encoding.UTF8.GetString(output.ToArray()));
    }

    private sealed class FrozenModels
    {
        public FrozenModels(StoredTalk talk)
        {
            var compiled = talk.Snapshot;
            var provider = new Provider(compiled.Settings.Providers[0], new UpstreamConnections(new Scripted(talk), new Scripted(talk)));
            var target = new Target(compiled.Settings.Models[0].Targets[0], provider);
            Snapshot = new Snapshot
            {
                Settings = compiled.Settings,
                Keys = compiled.Keys,
                Addresses = null,
                Providers = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(provider.Name, provider)]),
                Models = new ModelTable([new ModelRoute(compiled.Settings.Models[0], [target])]),
                Reasoning = compiled.Reasoning,
                Answers = compiled.Answers,
            };
        }

        public Snapshot Snapshot { get; }
    }

    private sealed class Scripted(StoredTalk talk) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            talk._asked.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!);
            var body = talk._answers.Dequeue();
            var type = body.StartsWith("data:", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) };
        }
    }
}
