using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Routing;

/// <summary>Plans requests of a configuration, as the pipeline does; nobody is asked.</summary>
internal sealed class RoutingRig
{
    private readonly IModelCatalogue? _catalogue;

    public RoutingRig(GatewaySettings settings, IModelCatalogue? catalogue = null)
    {
        _catalogue = catalogue;
        Snapshot = SnapshotCompiler.Compile(settings, Time, previous: null, catalogue);
    }

    public FakeTimeProvider Time { get; } = new();

    public Snapshot Snapshot { get; private set; }

    /// <summary>Settings with these models, and a provider for each that they name, with one key.</summary>
    public static GatewaySettings Settings(params ModelSettings[] models) => EnvironmentSettings.Of(Exchanges.Key) with
    {
        IsEnvironmentAlone = false,
        RequestsPerMinute = 0,
        Providers = [.. models.SelectMany(model => model.Targets).Select(target => target.Provider).Distinct().Select(name => Provider(name, "sk-" + name))],
        Models = [.. models],
    };

    public static ModelSettings Model(string name, params TargetSettings[] targets) => new() { Name = name, Targets = [.. targets] };

    public static ProviderSettings Provider(string name, params string[] keys) => new()
    {
        Name = name,
        Preset = ProviderCatalogue.ByType[ProviderCatalogue.OpenAiCompatible],
        BaseUrl = new Uri($"http://{name}.test/v1"),
        Keys = [.. keys.Select(key => new ProviderKeySettings(key))],
    };

    public void Reload(GatewaySettings settings) => Snapshot = SnapshotCompiler.Compile(settings, Time, Snapshot, _catalogue);

    /// <summary>Plans a chat request, and says why not where it was refused.</summary>
    public (Exchange Exchange, GatewayError? Error) Plan(string model, string more = "", params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var body = new HeldBytes(new MemoryBudget(long.MaxValue));
        body.TryWrite(Encoding.UTF8.GetBytes($$"""{"model":"{{model}}"{{more}}}"""));
        var exchange = Exchanges.Of(Snapshot, time: Time, headers: headers);
        exchange.Model = model;
        exchange.Body = body;
        exchange.Key = Snapshot.Keys.Values[0];
        return (exchange, new Plan(Time).Run(exchange)?.Error);
    }

    /// <summary>The itinerary of a chat request.</summary>
    public Itinerary Itinerary(string model = "m", string more = "", params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var (exchange, error) = Plan(model, more, headers);
        Assert.Null(error);
        return exchange.Itinerary!;
    }

    /// <summary>Who would be asked first for a chat request that then succeeds.</summary>
    public string First(string model = "m", string more = "", params ReadOnlySpan<(string Name, string Value)> headers)
    {
        Assert.True(Itinerary(model, more, headers).TryNext(MoveOn.ToNextTarget, out var visit));
        visit.End(failure: null, retryAfter: null, timeToFirstToken: null);
        return visit.Target.Provider.Name;
    }

    /// <summary>Everybody who would be asked, in order, if each failed so.</summary>
    public string Way(string model = "m", AiGateway.Dialects.FailureKind failure = AiGateway.Dialects.FailureKind.Unreachable)
    {
        var itinerary = Itinerary(model);
        var names = new List<string>();
        while (itinerary.TryNext(FailureTable.Of(failure).MovesOn, out var visit))
        {
            names.Add(visit.Target.ToString());
            visit.End(failure, retryAfter: null, timeToFirstToken: null);
        }

        return string.Join(' ', names);
    }
}
