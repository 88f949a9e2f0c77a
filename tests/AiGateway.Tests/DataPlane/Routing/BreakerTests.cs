using AiGateway.Configuration;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class BreakerTests
{
    private static readonly BreakerSettings s_settings = new(3, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 1);

    private readonly Breaker _breaker = new(s_settings, new Random(1));
    private long _now = 1_000_000;

    [Fact]
    public void Only_so_many_failures_within_the_window_open_it()
    {
        Fail();
        Fail();
        _now += 31_000;
        Fail();
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.StateAt(_now));
        _now += 29_000;
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.StateAt(_now));
        Assert.False(_breaker.TryEnter(_now, out _));
        Assert.InRange(_breaker.OpenFor(_now), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it_and_the_past_is_forgotten()
    {
        Open();
        _now += 11_000;
        Assert.True(_breaker.TryEnter(_now, out var probe));
        Assert.NotNull(probe);
        Assert.Equal(BreakerState.HalfOpen, _breaker.StateAt(_now));
        Assert.False(_breaker.TryEnter(_now, out _));

        _breaker.Succeed(probe, _now);

        Assert.Equal(BreakerState.Closed, _breaker.StateAt(_now));
        _now++;
        Fail();
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.StateAt(_now));
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.StateAt(_now));
    }

    [Fact]
    public void A_probe_that_fails_opens_it_again_for_as_long()
    {
        Open();
        _now += 11_000;
        Assert.True(_breaker.TryEnter(_now, out var probe));
        _breaker.Fail(probe, _now);

        Assert.Equal(BreakerState.Open, _breaker.StateAt(_now));
        _now += 9_999;
        Assert.False(_breaker.CanEnter(_now));
        _now += 1_001;
        Assert.True(_breaker.CanEnter(_now));
    }

    [Fact]
    public void A_probe_that_tells_nothing_makes_room_for_the_next()
    {
        Open();
        _now += 11_000;
        Assert.True(_breaker.TryEnter(_now, out var probe));
        Assert.False(_breaker.CanEnter(_now));
        Breaker.Release(probe);
        Assert.True(_breaker.TryEnter(_now, out _));
    }

    [Fact]
    public void A_probe_that_takes_its_time_does_not_keep_everybody_out()
    {
        Open();
        _now += 11_000;
        Assert.True(_breaker.TryEnter(_now, out _));
        _now += 9_999;
        Assert.False(_breaker.TryEnter(_now, out _));
        _now += 1;
        Assert.True(_breaker.TryEnter(_now, out _));
        Assert.False(_breaker.TryEnter(_now, out _));
    }

    [Fact]
    public void What_began_before_the_outage_says_nothing_about_its_end()
    {
        Assert.True(_breaker.TryEnter(_now, out var early));
        Open();
        _breaker.Succeed(early, _now);
        Assert.Equal(BreakerState.Open, _breaker.StateAt(_now));

        var until = _breaker.OpenFor(_now);
        _breaker.Fail(early, _now);
        Assert.Equal(until, _breaker.OpenFor(_now));
    }

    [Fact]
    public void With_no_failures_allowed_for_it_never_opens()
    {
        var never = new Breaker(s_settings with { Failures = 0 });
        for (var i = 0; i < 100; i++)
        {
            never.Fail(null, _now);
        }

        Assert.True(never.CanEnter(_now));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Of_hundreds_at_once_only_the_probes_get_through(int probes)
    {
        for (var round = 0; round < 50; round++)
        {
            var breaker = new Breaker(s_settings with { Probes = probes, Failures = 1 });
            breaker.Fail(null, _now);
            var during = 0;
            var after = 0;
            Parallel.For(0, 200, _ => Interlocked.Add(ref during, breaker.TryEnter(_now, out var _) ? 1 : 0));
            Parallel.For(0, 200, _ => Interlocked.Add(ref after, breaker.TryEnter(_now + 11_000, out var _) ? 1 : 0));
            Assert.Equal((0, probes), (during, after));
        }
    }

    [Fact]
    public void Failures_at_once_open_it_by_the_next_one_at_the_latest_and_never_too_early()
    {
        for (var round = 0; round < 50; round++)
        {
            var breaker = new Breaker(s_settings with { Failures = 100 });
            Parallel.For(0, 99, _ => breaker.Fail(null, _now));
            Assert.Equal(BreakerState.Closed, breaker.StateAt(_now));
            breaker.Fail(null, _now);
            Assert.Equal(BreakerState.Open, breaker.StateAt(_now));
        }
    }

    [Fact]
    public void Replicas_do_not_all_come_back_at_once()
    {
        var waits = Enumerable.Range(0, 50).Select(seed =>
        {
            var breaker = new Breaker(s_settings with { Failures = 1 }, new Random(seed));
            breaker.Fail(null, _now);
            return breaker.OpenFor(_now);
        }).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11)));
        Assert.True(waits.Distinct().Count() > 30);
    }

    private void Open()
    {
        Fail();
        Fail();
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.StateAt(_now));
    }

    private void Fail()
    {
        Assert.True(_breaker.TryEnter(_now, out var probed));
        Assert.Null(probed);
        _breaker.Fail(probed, _now);
    }
}
