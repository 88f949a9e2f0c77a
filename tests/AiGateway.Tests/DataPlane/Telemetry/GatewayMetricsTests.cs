using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Telemetry;
using AiGateway.Tests.DataPlane.Routing;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class GatewayMetricsTests
{
    private readonly InFlight _inFlight = new();
    private readonly GatewayMetrics _metrics;
    private long _dropped;

    public GatewayMetricsTests() => _metrics = new GatewayMetrics(_inFlight, () => _dropped);

    [Fact]
    public async Task A_request_is_counted_by_operation_and_status_and_never_by_the_callers_words()
    {
        var exchange = Exchanges.Of();
        (exchange.Model, exchange.Attempts, exchange.FirstTokenAt, exchange.Overhead) = ("whatever the caller says", 1, 1, TimeSpan.FromMilliseconds(3));
        exchange.Route = exchange.Snapshot.Models.All[0];
        exchange.Target = exchange.Route.Targets[0];
        exchange.Reply.Begin(200);

        _metrics.CountRequest(exchange, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));
        var text = await ReadAsync();

        Assert.Contains("aigateway_requests_total{operation=\"chat_completions\",model=\"*\",provider=\"default\",status=\"200\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_request_duration_seconds_sum{operation=\"chat_completions\"} 3", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_time_to_first_token_seconds_sum{operation=\"chat_completions\"} 2", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_overhead_seconds_count{operation=\"chat_completions\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("whatever", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_leaves_is_counted_as_499_and_a_request_that_called_nobody_names_no_provider()
    {
        var exchange = Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, new FakeTimeProvider()), path: "/nowhere");
        exchange.Outcome = GatewayError.CallerGone;

        _metrics.CountRequest(exchange, TimeSpan.Zero, TimeSpan.Zero);
        var text = await ReadAsync();

        Assert.Contains("aigateway_requests_total{operation=\"unknown\",model=\"*\",provider=\"none\",status=\"499\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("aigateway_overhead_seconds_count{operation=\"unknown\"} 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted_by_kind()
    {
        var target = Exchanges.Of().Snapshot.Models.All[0].Targets[0];
        _metrics.CountTokens(target, new TokenUsage(1, 2, 3, 4, 5));
        _metrics.CountTokens(target, new TokenUsage(10, 0, 0, 10, 0));
        var text = await ReadAsync();

        foreach (var (kind, count) in ((string, int)[])[("input", 11), ("cache_read", 2), ("cache_write", 3), ("output", 14), ("reasoning", 5)])
        {
            Assert.Contains($"aigateway_tokens_total{{model=\"*\",provider=\"default\",kind=\"{kind}\"}} {count}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Gauges_and_foreign_counters_are_read_when_asked_for()
    {
        _inFlight.Add(Exchanges.Of());
        _dropped = 7;
        _metrics.CountLimited("requests");
        _metrics.CountReload(accepted: false);
        var text = await ReadAsync();

        Assert.Contains("aigateway_requests_in_flight 1", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_log_lines_dropped_total 7", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_rate_limited_total{reason=\"requests\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_config_reloads_total{result=\"rejected\"} 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_and_tokens_are_counted_by_the_configured_name_of_the_model_and_breakers_by_the_targets()
    {
        var rig = new RoutingRig(RoutingRig.Settings(
            RoutingRig.Model("gpt-*", new TargetSettings("a"), new TargetSettings("b", "mini", Priority: 1)) with { Breaker = new(1, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 1) }));
        var live = new LiveConfiguration(rig.Snapshot);
        _metrics.WatchBreakers(live, rig.Time);
        var (exchange, _) = rig.Plan("gpt-5");
        Assert.True(exchange.Itinerary!.TryNext(MoveOn.ToNextTarget, out var visit));
        visit.End(FailureKind.TargetBroke);
        Assert.True(exchange.Itinerary.TryNext(MoveOn.ToNextTarget, out visit));
        (exchange.Target, exchange.Attempts) = (visit.Target, 2);
        exchange.Reply.Begin(200);
        _metrics.CountRequest(exchange, TimeSpan.Zero, TimeSpan.Zero);
        _metrics.CountTokens(visit.Target, new TokenUsage(7, 0, 0, 0, 0));

        var text = await ReadAsync();
        Assert.Contains("aigateway_requests_total{operation=\"chat_completions\",model=\"gpt-*\",provider=\"b\",status=\"200\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_tokens_total{model=\"gpt-*\",provider=\"b\",kind=\"input\"} 7", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_breaker_state{provider=\"a\",model=\"gpt-*\"} 2", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_breaker_state{provider=\"b\",model=\"mini\"} 0", text, StringComparison.Ordinal);

        rig.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Contains("aigateway_breaker_state{provider=\"a\",model=\"gpt-*\"} 1", await ReadAsync(), StringComparison.Ordinal);
        live.Publish(SnapshotCompiler.Compile(RoutingRig.Settings(RoutingRig.Model("other", new TargetSettings("c"))), rig.Time, rig.Snapshot));
        text = await ReadAsync();
        Assert.DoesNotContain("aigateway_breaker_state{provider=\"a\"", text, StringComparison.Ordinal);
        Assert.Contains("aigateway_breaker_state{provider=\"c\",model=\"other\"} 0", text, StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync()
    {
        using var text = new MemoryStream();
        await _metrics.WriteAsync(text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
