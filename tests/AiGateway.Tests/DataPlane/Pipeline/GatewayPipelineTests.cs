using System.Text;
using AiGateway.Admission;
using AiGateway.Configuration;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Telemetry;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Pipeline;

public sealed class GatewayPipelineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Snapshot _snapshot;
    private readonly GatewayPipeline _pipeline;

    public GatewayPipelineTests()
    {
        _snapshot = SnapshotCompiler.Compile(Exchanges.Settings, _time);
        var budget = new MemoryBudget(long.MaxValue);
        var metrics = new GatewayMetrics(new InFlight(), () => 0);
        var settle = new Settle(metrics);
        var relay = new Relay(new ReplyHead(new Drain(), _time), settle, budget, _time);
        _pipeline = new GatewayPipeline(new Authenticate(_time), new Admit(), new Read(budget), new Consult(new ReplyHead(new Drain(), _time), budget), new ListModels(new ReplyHead(new Drain(), _time)), new Plan(_time), new Attempt(relay, budget, metrics, new Deadline.Pool(_time), new Backoff(), _time), settle);
    }

    [Fact]
    public async Task Who_has_no_key_is_not_counted_and_who_is_over_the_limit_is_not_read()
    {
        Assert.Equal("api_key_required", await RunAsync(key: null, body: "{}"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("bad_request", await RunAsync(Exchanges.Key, body: "no json"));
        }

        var refused = Make(Exchanges.Key, "no json");
        Assert.Equal("rate_limit_exceeded", (await _pipeline.RunAsync(refused)).Error?.Code);
        Assert.Equal(0, refused.BytesRead);
        Assert.Equal("api_key_required", await RunAsync(key: null, body: "{}"));
    }

    [Fact]
    public async Task However_it_ends_it_has_been_settled()
    {
        var refused = Make(key: null, "{}");
        var outcome = await _pipeline.RunAsync(refused);

        Assert.True(refused.IsSettled);
        Assert.Same(outcome, refused.Outcome);

        var broken = Make(Exchanges.Key, "{}");
        broken.Match = default;
        await Assert.ThrowsAsync<NullReferenceException>(async () => await _pipeline.RunAsync(broken));
        Assert.True(broken.IsSettled);
        Assert.Null(broken.Outcome);
    }

    [Fact]
    public void A_path_that_is_none_costs_a_request_of_whoever_has_a_key()
    {
        Assert.Equal("not_found", Refuse(key: null));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("not_found", Refuse(Exchanges.Key));
        }

        Assert.Equal("rate_limit_exceeded", Refuse(Exchanges.Key));
        Assert.Equal("not_found", Refuse(key: null));
    }

    [Fact]
    public async Task A_place_among_the_requests_at_once_is_given_back_however_it_ends()
    {
        var settings = Exchanges.Settings with { RequestsPerMinute = 0, Keys = [Exchanges.Settings.Keys[0] with { Concurrent = 1 }] };
        var snapshot = SnapshotCompiler.Compile(settings, _time);
        (string, string)[] headers = [("Authorization", "Bearer " + Exchanges.Key)];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("bad_request", (await _pipeline.RunAsync(Exchanges.Of(snapshot, time: _time, body: "no json"u8.ToArray(), headers: headers))).Error?.Code);
            Assert.Equal("not_found", _pipeline.Refuse(Exchanges.Of(snapshot, time: _time, headers: headers), GatewayError.NotFound).Error?.Code);
        }

        Assert.Equal(0, snapshot.Keys.Values[0].Places!.Taken);
    }

    private async Task<string?> RunAsync(string? key, string body) => (await _pipeline.RunAsync(Make(key, body))).Error?.Code;

    private string? Refuse(string? key) => _pipeline.Refuse(Make(key, ""), GatewayError.NotFound).Error?.Code;

    private Exchange Make(string? key, string body) => Exchanges.Of(
        _snapshot, time: _time, body: Encoding.UTF8.GetBytes(body), headers: key is null ? [] : [("Authorization", "Bearer " + key)]);
}
