using AiGateway.Upstream;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class DeadlineTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Deadline.Pool _pool;

    public DeadlineTests() => _pool = new Deadline.Pool(_time);

    [Fact]
    public void A_wait_ends_when_its_time_is_over_and_says_why()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.Set(StopReason.AnswerLate, 10 * s_second);

        _time.Advance(9 * s_second);
        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Equal(StopReason.None, deadline.Reason);

        _time.Advance(2 * s_second);
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Equal(StopReason.AnswerLate, deadline.Reason);
    }

    [Fact]
    public void Progress_moves_it_on()
    {
        var deadline = _pool.Get(CancellationToken.None);
        for (var i = 0; i < 100; i++)
        {
            deadline.Set(StopReason.AnswerStalled, 2 * s_second);
            _time.Advance(s_second);
        }

        Assert.Equal(StopReason.None, deadline.Reason);
        _time.Advance(2 * s_second);
        Assert.Equal(StopReason.AnswerStalled, deadline.Reason);
    }

    [Fact]
    public void It_can_be_moved_nearer()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.Set(StopReason.AnswerLate, 100 * s_second);
        deadline.Set(StopReason.AnswerStalled, s_second);

        _time.Advance(2 * s_second);

        Assert.Equal(StopReason.AnswerStalled, deadline.Reason);
    }

    [Fact]
    public void Suspended_it_waits_for_ever_but_for_the_total()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.SetTotal(TimeSpan.FromHours(2));
        deadline.Set(StopReason.AnswerStalled, s_second);
        deadline.Suspend();

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(StopReason.None, deadline.Reason);

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(StopReason.Total, deadline.Reason);
    }

    [Fact]
    public void The_total_is_not_moved_by_progress()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.SetTotal(5 * s_second);
        for (var i = 0; i < 10; i++)
        {
            deadline.Set(StopReason.AnswerStalled, 3 * s_second);
            _time.Advance(s_second);
        }

        Assert.Equal(StopReason.Total, deadline.Reason);
    }

    [Fact]
    public void The_total_is_only_ever_brought_nearer()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.SetTotal(10 * s_second);
        deadline.SetTotal(20 * s_second);
        deadline.Suspend();

        _time.Advance(11 * s_second);

        Assert.Equal(StopReason.Total, deadline.Reason);
    }

    [Fact]
    public void The_total_ends_it_after_it_was_renewed_too()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.SetTotal(10 * s_second);
        deadline.Set(StopReason.AnswerLate, s_second);
        _time.Advance(2 * s_second);
        Assert.True(deadline.TryRenew());

        _time.Advance(9 * s_second);

        Assert.Equal(StopReason.Total, deadline.Reason);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_first_reason_stays()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.Set(StopReason.AnswerLate, s_second);
        deadline.Stop(StopReason.ShuttingDown);
        deadline.Stop(StopReason.CallerGone);

        _time.Advance(10 * s_second);

        Assert.Equal(StopReason.ShuttingDown, deadline.Reason);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_it()
    {
        using var caller = new CancellationTokenSource();
        var deadline = _pool.Get(caller.Token);
        deadline.Set(StopReason.AnswerLate, s_second);

        await caller.CancelAsync();

        Assert.Equal(StopReason.CallerGone, deadline.Reason);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_caller_who_had_left_before_ends_it_at_once()
    {
        var deadline = _pool.Get(new CancellationToken(canceled: true));

        Assert.Equal(StopReason.CallerGone, deadline.Reason);
    }

    [Fact]
    public void Used_again_it_inherits_nothing()
    {
        var first = _pool.Get(CancellationToken.None);
        first.SetTotal(s_second);
        first.Set(StopReason.AnswerStalled, s_second);
        _pool.Return(first);
        _time.Advance(s_second / 2);

        var second = _pool.Get(CancellationToken.None);
        Assert.Same(first, second);
        second.Set(StopReason.AnswerLate, 10 * s_second);
        _time.Advance(5 * s_second);
        Assert.Equal(StopReason.None, second.Reason);

        _time.Advance(6 * s_second);
        Assert.Equal(StopReason.AnswerLate, second.Reason);
    }

    [Fact]
    public async Task Used_again_it_does_not_know_the_caller_of_before()
    {
        using var gone = new CancellationTokenSource();
        var first = _pool.Get(gone.Token);
        _pool.Return(first);
        var second = _pool.Get(CancellationToken.None);
        Assert.Same(first, second);

        await gone.CancelAsync();

        Assert.Equal(StopReason.None, second.Reason);
    }

    [Fact]
    public void What_was_stopped_is_not_used_again()
    {
        var stopped = _pool.Get(CancellationToken.None);
        stopped.Stop(StopReason.Total);
        _pool.Return(stopped);

        Assert.NotSame(stopped, _pool.Get(CancellationToken.None));
    }

    [Fact]
    public void Once_given_back_it_is_fired_by_nobody()
    {
        var deadline = _pool.Get(CancellationToken.None);
        deadline.Set(StopReason.AnswerLate, s_second);
        _pool.Return(deadline);

        _time.Advance(10 * s_second);
        deadline.Stop(StopReason.ShuttingDown);

        Assert.Equal(StopReason.None, deadline.Reason);
        Assert.False(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void However_it_is_moved_it_fires_neither_early_nor_late() =>
        Gen.Select(Gen.Int[-1, 40], Gen.Int[0, 10]).Array[1, 40].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var pool = new Deadline.Pool(time);
            var deadline = pool.Get(CancellationToken.None);
            var due = long.MaxValue / 2;
            foreach (var (set, advance) in steps)
            {
                if (set < 0)
                {
                    deadline.Suspend();
                    due = long.MaxValue / 2;
                }
                else
                {
                    deadline.Set(StopReason.AnswerStalled, TimeSpan.FromMilliseconds(set * 100));
                    due = time.GetTimestamp() + (set * 100 * TimeSpan.TicksPerMillisecond);
                }

                time.Advance(TimeSpan.FromMilliseconds(advance * 100));

                // The timer is set a millisecond late, so that it never has to be set twice.
                var isOver = time.GetTimestamp() >= due + TimeSpan.TicksPerMillisecond;
                Assert.True(!isOver || deadline.Token.IsCancellationRequested, "late");
                Assert.True(time.GetTimestamp() >= due || !deadline.Token.IsCancellationRequested, "early");
                if (deadline.Token.IsCancellationRequested)
                {
                    return;
                }
            }
        });
}
