using AiGateway.Ingress;
using AiGateway.Upstream;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class InFlightTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly InFlight _inFlight = new();

    [Fact]
    public async Task With_nothing_under_way_nothing_is_waited_for() =>
        Assert.True(await _inFlight.WaitForNoneAsync(TimeSpan.Zero, _time, CancellationToken.None));

    [Fact]
    public async Task The_wait_ends_with_the_last_one()
    {
        var (first, second) = (Exchanges.Of(), Exchanges.Of());
        _inFlight.Add(first);
        _inFlight.Add(second);
        var wait = _inFlight.WaitForNoneAsync(s_grace, _time, CancellationToken.None);

        _inFlight.Remove(first);
        Assert.False(wait.IsCompleted);
        Assert.Equal(1, _inFlight.Count);

        _inFlight.Remove(second);
        Assert.True(await wait);
    }

    [Fact]
    public async Task The_wait_ends_with_its_time()
    {
        _inFlight.Add(Exchanges.Of());
        var wait = _inFlight.WaitForNoneAsync(s_grace, _time, CancellationToken.None);

        _time.Advance(s_grace);

        Assert.False(await wait);
    }

    [Fact]
    public async Task The_wait_ends_when_somebody_is_in_a_hurry()
    {
        using var hurry = new CancellationTokenSource();
        _inFlight.Add(Exchanges.Of());
        var wait = _inFlight.WaitForNoneAsync(s_grace, _time, hurry.Token);

        await hurry.CancelAsync();

        Assert.False(await wait);
    }

    [Fact]
    public void What_still_runs_is_stopped_and_what_is_over_is_left_alone()
    {
        var (running, over) = (Exchanges.Of(), Exchanges.Of());
        _inFlight.Add(running);
        _inFlight.Add(over);
        _inFlight.Remove(over);

        _inFlight.StopAll();

        Assert.Equal(StopReason.ShuttingDown, running.Deadline.Reason);
        Assert.True(running.Deadline.Token.IsCancellationRequested);
        Assert.Equal(StopReason.None, over.Deadline.Reason);
    }
}
