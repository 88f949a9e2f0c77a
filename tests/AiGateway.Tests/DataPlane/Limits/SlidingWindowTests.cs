using AiGateway.Limits;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Limits;

public sealed class SlidingWindowTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);

    // Steps in ticks: most of them short, some as long as the window, so that bursts, gaps and the window's edges all occur.
    private static readonly Gen<long> s_step = Gen.Frequency(
        (6, Gen.Long[0, TimeSpan.TicksPerSecond]), (3, Gen.Long[0, 10 * TimeSpan.TicksPerSecond]), (1, Gen.Long[0, 130 * TimeSpan.TicksPerSecond]));

    [Fact]
    public void No_minute_ever_holds_more_than_the_limit() =>
        Gen.Select(Gen.Int[1, 12], s_step.Array[0, 200]).Sample((limit, steps) =>
        {
            var time = new FakeTimeProvider();
            var window = new SlidingWindow(limit, time);
            var granted = new List<DateTimeOffset>();
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromTicks(step));
                if (window.TryTake(out _))
                {
                    granted.Add(time.GetUtcNow());
                }
            }

            for (var i = limit; i < granted.Count; i++)
            {
                Assert.True(granted[i] - granted[i - limit] >= s_minute, $"{limit + 1} within {granted[i] - granted[i - limit]}");
            }
        });

    [Fact]
    public void A_place_is_free_again_at_most_one_second_late() =>
        Gen.Select(Gen.Int[1, 12], s_step.Array[0, 200]).Sample((limit, steps) =>
        {
            var time = new FakeTimeProvider();
            var window = new SlidingWindow(limit, time);
            var granted = new List<DateTimeOffset>();
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromTicks(step));
                var isOwed = granted.Count < limit || time.GetUtcNow() - granted[^limit] >= s_minute + TimeSpan.FromSeconds(1);
                var isGranted = window.TryTake(out _);
                Assert.True(isGranted || !isOwed);
                if (isGranted)
                {
                    granted.Add(time.GetUtcNow());
                }
            }
        });

    [Fact]
    public void Trying_at_the_hint_succeeds_and_a_tick_earlier_does_not() =>
        Gen.Select(Gen.Int[1, 6], s_step.Array[0, 40]).Sample((limit, steps) =>
        {
            var time = new FakeTimeProvider();
            var window = new SlidingWindow(limit, time);
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromTicks(step));
                window.TryTake(out _);
            }

            Quota quota;
            while (window.TryTake(out quota))
            {
            }

            time.Advance(quota.RetryAfter - TimeSpan.FromTicks(1));
            Assert.False(window.TryTake(out _));
            time.Advance(TimeSpan.FromTicks(1));
            Assert.True(window.TryTake(out _));
        });

    [Fact]
    public void At_the_reset_all_places_are_there_again() =>
        Gen.Select(Gen.Int[1, 6], s_step.Array[1, 40]).Sample((limit, steps) =>
        {
            var time = new FakeTimeProvider();
            var window = new SlidingWindow(limit, time);
            var quota = default(Quota);
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromTicks(step));
                window.TryTake(out quota);
            }

            time.Advance(quota.Reset - TimeSpan.FromTicks(1));
            Assert.False(window.TryRetire());
            time.Advance(TimeSpan.FromTicks(1));
            Assert.True(window.TryRetire());
            window.TryTake(out quota);
            Assert.Equal(limit - 1, quota.Remaining);
        });

    [Fact]
    public void The_quota_says_where_the_caller_stands()
    {
        var time = new FakeTimeProvider();
        var window = new SlidingWindow(2, time);

        Assert.True(window.TryTake(out var first));
        Assert.True(window.TryTake(out var second));
        Assert.False(window.TryTake(out var refused));

        Assert.Equal(new Quota(2, 1, first.Reset, TimeSpan.Zero), first);
        Assert.Equal(0, second.Remaining);
        Assert.Equal(0, refused.Remaining);
        Assert.InRange(refused.RetryAfter, s_minute, s_minute + TimeSpan.FromSeconds(1));
        Assert.Equal(refused.RetryAfter, refused.Reset);
    }

    [Fact]
    public void What_was_refused_takes_no_place()
    {
        var time = new FakeTimeProvider();
        var window = new SlidingWindow(1, time);
        Assert.True(window.TryTake(out _));
        for (var second = 0; second < 60; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(window.TryTake(out _));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(window.TryTake(out _));
    }

    [Fact]
    public void Only_a_window_that_nobody_uses_can_be_retired()
    {
        var time = new FakeTimeProvider();
        var window = new SlidingWindow(1, time);
        window.TryTake(out _);
        Assert.False(window.TryRetire());
        Assert.False(window.IsRetired);

        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(window.TryRetire());
        window.TryTake(out _);
        Assert.True(window.IsRetired);
        Assert.True(window.TryRetire());
    }

    [Fact]
    public void Many_threads_together_get_exactly_the_limit()
    {
        const int Limit = 10_000;
        var window = new SlidingWindow(Limit, new FakeTimeProvider());
        var granted = 0;

        Parallel.For(0, 4 * Limit, _ =>
        {
            if (window.TryTake(out var _))
            {
                Interlocked.Increment(ref granted);
            }
        });

        Assert.Equal(Limit, granted);
    }

    [Fact]
    public void What_was_taken_counts_on_under_a_lower_limit()
    {
        var time = new FakeTimeProvider();
        var window = new SlidingWindow(4, time);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(window.TryTake(out _));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        window.Limit = 2;
        Assert.False(window.TryTake(out var quota));
        Assert.Equal((2, 0), (quota.Limit, quota.Remaining));

        // Three of the four have to leave before one of two is free.
        Assert.Equal(TimeSpan.FromSeconds(59), quota.RetryAfter);
        time.Advance(quota.RetryAfter);
        Assert.True(window.TryTake(out _));
    }
}
