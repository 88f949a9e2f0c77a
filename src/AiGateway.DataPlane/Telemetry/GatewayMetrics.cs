using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The gateway's metrics, in a registry of their own. Section 8 of the contract names them; label values are bounded.</summary>
public sealed class GatewayMetrics
{
    private static readonly double[] s_durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
    private static readonly double[] s_overheads = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5];

    private const string UnknownOperation = "unknown";
    private const string UnknownModel = "*";

    private readonly ConcurrentDictionary<Operation, OperationSeries> _series = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<string, ProviderSeries> _providers = new(StringComparer.Ordinal);
    private readonly RequestSeries _unrouted = new();
    private readonly OperationSeries _unknown;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Counter _requests;
    private readonly Histogram _duration;
    private readonly Histogram _overhead;
    private readonly Histogram _firstToken;
    private readonly Counter _tokens;
    private readonly Counter _limited;
    private readonly Counter _attempts;
    private readonly Counter _reloads;
    private readonly Gauge _breakers;

    /// <summary>Registers all metrics.</summary>
    /// <param name="inFlight">What is under way.</param>
    /// <param name="droppedLines">Tells how many log lines were dropped so far.</param>
    public GatewayMetrics(InFlight inFlight, Func<long> droppedLines)
    {
        var factory = Metrics.WithCustomRegistry(_registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _requests = factory.CreateCounter("aigateway_requests_total", "Requests that were answered.", "operation", "model", "provider", "status");
        _duration = factory.CreateHistogram("aigateway_request_duration_seconds", "From the request's head to the answer's last byte.",
            ["operation"], new HistogramConfiguration { Buckets = s_durations });
        _overhead = factory.CreateHistogram("aigateway_overhead_seconds", "What the gateway itself added before the answer's head.",
            ["operation"], new HistogramConfiguration { Buckets = s_overheads });
        _firstToken = factory.CreateHistogram("aigateway_time_to_first_token_seconds", "From the request's head to the first data of the answer.",
            ["operation"], new HistogramConfiguration { Buckets = s_durations });
        _tokens = factory.CreateCounter("aigateway_tokens_total", "Tokens that providers said were used.", "model", "provider", "kind");
        _limited = factory.CreateCounter("aigateway_rate_limited_total", "Requests refused by a limit.", "reason");
        _attempts = factory.CreateCounter("aigateway_upstream_attempts_total", "Calls to providers, by what came of them.", "provider", "outcome");
        _reloads = factory.CreateCounter("aigateway_config_reloads_total", "Times that the configuration was read again.", "result");
        _breakers = factory.CreateGauge("aigateway_breaker_state", "What a target's breaker lets through: 0 everything, 1 probes, 2 nothing.", "provider", "model");

        _unknown = NewSeries(UnknownOperation);

        var underWay = factory.CreateGauge("aigateway_requests_in_flight", "Requests under way.");
        var dropped = factory.CreateCounter("aigateway_log_lines_dropped_total", "Log lines dropped because their reader was too slow.");
        _registry.AddBeforeCollectCallback(() =>
        {
            underWay.Set(inFlight.Count);
            dropped.IncTo(droppedLines());
        });
    }

    /// <summary>Counts a finished request.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="duration">From its head to the last byte of its answer.</param>
    /// <param name="timeToFirstToken">From its head to the first data of its answer, where there were any.</param>
    public void CountRequest(Exchange exchange, TimeSpan duration, TimeSpan timeToFirstToken)
    {
        var series = exchange.Match.Operation is { } operation ? SeriesOf(operation) : _unknown;
        (exchange.Route?.Requests ?? _unrouted).Count(
            _requests, exchange.Route?.Name ?? UnknownModel, exchange.Match.Operation,
            exchange.Attempts > 0 ? exchange.Target?.Provider.Name : null, exchange.FinalStatus);
        series.Duration.Observe(duration.TotalSeconds);
        if (exchange.Attempts > 0)
        {
            series.Overhead.Observe(exchange.Overhead.TotalSeconds);
        }

        if (exchange.FirstTokenAt > 0)
        {
            series.FirstToken.Observe(timeToFirstToken.TotalSeconds);
        }
    }

    /// <summary>Counts the tokens that an answer of a target used.</summary>
    public void CountTokens(Target target, in TokenUsage usage) =>
        (target.Tokens ??= new TokenSeries(_tokens, target.Route?.Name ?? UnknownModel, target.Provider.Name)).Count(usage);

    /// <summary>Counts a refusal by a limit.</summary>
    /// <param name="reason">Which limit: <c>requests</c>, <c>concurrent</c>, <c>failed_authentications</c>, <c>memory</c>, <c>connections</c>.</param>
    public void CountLimited(string reason) => _limited.WithLabels(reason).Inc();

    /// <summary>Counts a call to a provider.</summary>
    public void CountAttempt(string provider, FailureKind? failure) => ProviderOf(provider).CountAttempt(failure);

    /// <summary>Counts a reading of the configuration.</summary>
    public void CountReload(bool accepted) => _reloads.WithLabels(accepted ? "accepted" : "rejected").Inc();

    /// <summary>Shows the state of the breakers of whatever configuration holds. To be called once.</summary>
    public void WatchBreakers(LiveConfiguration configuration, TimeProvider time) =>
        _registry.AddBeforeCollectCallback(new BreakerGauge(_breakers, configuration, time).Collect);

    /// <summary>Writes all metrics in Prometheus' text format.</summary>
    public Task WriteAsync(Stream output, CancellationToken cancellation) => _registry.CollectAndExportAsTextAsync(output, cancellation);

    private OperationSeries SeriesOf(Operation operation) =>
        _series.TryGetValue(operation, out var known) ? known : _series.GetOrAdd(operation, NewSeries(operation.Name));

    private ProviderSeries ProviderOf(string provider) =>
        _providers.TryGetValue(provider, out var known) ? known : _providers.GetOrAdd(provider, new ProviderSeries(provider, _attempts));

    private OperationSeries NewSeries(string operation) => new(operation, _duration, _overhead, _firstToken);
}
