using AiGateway.Admission;
using AiGateway.Configuration;
using AiGateway.Pipeline;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Admission;

public sealed class AdmitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Admit _admit = new();

    [Fact]
    public void A_key_has_its_requests_and_no_more()
    {
        var snapshot = SnapshotCompiler.Compile(Exchanges.Settings.WithKeys("a", "b"), _time);
        var (first, second) = (snapshot.Keys.Values[0], snapshot.Keys.Values[1]);
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            var exchange = Exchanges.Of(snapshot);
            exchange.Key = first;
            Assert.Null(_admit.Run(exchange));
            Assert.Equal(remaining, exchange.Quota!.Value.Remaining);
        }

        var refused = Exchanges.Of(snapshot);
        refused.Key = first;
        var error = _admit.Run(refused)?.Error;
        Assert.Equal((429, "rate_limit_exceeded"), (error?.Status, error?.Code));
        Assert.Equal(refused.Quota!.Value.RetryAfter, error!.RetryAfter);
        Assert.Contains("limit of 3 requests a minute", error.Message, StringComparison.Ordinal);

        var other = Exchanges.Of(snapshot);
        other.Key = second;
        Assert.Null(_admit.Run(other));
    }

    [Fact]
    public void A_key_has_its_requests_at_once_and_no_more()
    {
        var settings = Exchanges.Settings with { RequestsPerMinute = 0, Keys = [Exchanges.Settings.Keys[0] with { Concurrent = 2 }] };
        var snapshot = SnapshotCompiler.Compile(settings, _time);
        var key = snapshot.Keys.Values[0];
        var granted = 0;
        Parallel.For(0, 100, _ =>
        {
            var exchange = Exchanges.Of(snapshot);
            exchange.Key = key;
            Interlocked.Add(ref granted, _admit.Run(exchange) is null ? 1 : 0);
        });
        Assert.Equal((2, 2), (granted, key.Places!.Taken));

        var refused = Exchanges.Of(snapshot);
        refused.Key = key;
        var error = _admit.Run(refused)?.Error;
        Assert.Equal((429, "rate_limit_exceeded", "concurrent"), (error?.Status, error?.Code, error?.Limit));
        Assert.Contains("limit of 2 requests at once", error!.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RetryAfter);
        Assert.Null(refused.Place);
    }

    [Fact]
    public void The_wait_that_an_error_names_is_enough()
    {
        var snapshot = SnapshotCompiler.Compile(Exchanges.Settings with { RequestsPerMinute = 1 }, _time);
        Assert.Null(Run(snapshot));
        var refused = Run(snapshot);

        _time.Advance(refused!.Error!.RetryAfter!.Value);

        Assert.Null(Run(snapshot));
    }

    [Fact]
    public void By_address_all_keys_of_one_address_count_together()
    {
        var snapshot = SnapshotCompiler.Compile(Exchanges.Settings.WithKeys("a", "b") with { RequestsPerMinute = 1, LimitBy = LimitBy.Address }, _time);

        Assert.Null(Run(snapshot, "192.0.2.1"));
        Assert.NotNull(Run(snapshot, "192.0.2.1", key: 1));
        Assert.Null(Run(snapshot, "192.0.2.2"));
    }

    [Fact]
    public void By_address_a_key_keeps_the_limit_that_is_its_own()
    {
        var settings = Exchanges.Settings.WithKeys("a") with { RequestsPerMinute = 100, LimitBy = LimitBy.Address };
        var snapshot = SnapshotCompiler.Compile(settings with { Keys = [settings.Keys[0] with { RequestsPerMinute = 1 }] }, _time);

        Assert.Null(Run(snapshot, "192.0.2.1"));
        Assert.Contains("limit of 1 requests a minute", Run(snapshot, "192.0.2.2")!.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_limit_nobody_is_refused_and_nothing_said_of_a_quota()
    {
        var snapshot = SnapshotCompiler.Compile(Exchanges.Settings with { RequestsPerMinute = 0 }, _time);
        var exchange = Exchanges.Of(snapshot);
        exchange.Key = snapshot.Keys.Values[0];

        Assert.Null(_admit.Run(exchange));
        Assert.Null(exchange.Quota);
    }

    private Outcome? Run(Snapshot snapshot, string address = "192.0.2.1", int key = 0)
    {
        var exchange = Exchanges.Of(snapshot, address: address);
        exchange.Key = snapshot.Keys.Values[key];
        return _admit.Run(exchange);
    }
}
