using AiGateway.Configuration;
using AiGateway.Hosting;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Tests.DataPlane;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.Hosting;

public sealed class ShutdownTests : IDisposable
{
    private static readonly GatewaySettings s_settings =
        Exchanges.Settings with { ShutdownDelay = TimeSpan.FromSeconds(5), ShutdownGrace = TimeSpan.FromSeconds(30) };

    private readonly FakeTimeProvider _time = new();
    private readonly Drain _drain = new();
    private readonly InFlight _inFlight = new();
    private readonly Server _server = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly Exchange _running = Exchanges.Of();
    private readonly Shutdown _shutdown;

    public ShutdownTests() => _shutdown = new Shutdown(_drain, _inFlight, _time, NullLogger<Shutdown>.Instance);

    public void Dispose() => _hurry.Dispose();

    [Fact]
    public async Task What_runs_is_served_through_the_delay_and_may_finish_within_the_grace()
    {
        _inFlight.Add(_running);
        var end = RunAsync();
        Assert.Equal(DrainState.Leaving, _drain.State);

        await AdvanceAsync(5, () => _drain.State == DrainState.Refusing);
        Assert.False(end.IsCompleted);
        Assert.False(_server.IsStopped);

        _inFlight.Remove(_running);
        await end;
        Assert.True(_server.IsStopped);
        Assert.Equal(StopReason.None, _running.Deadline.Reason);
    }

    [Fact]
    public async Task With_nothing_under_way_it_ends_after_the_delay()
    {
        var end = RunAsync();

        await AdvanceAsync(5, () => end.IsCompleted);

        await end;
    }

    [Fact]
    public async Task What_still_runs_after_the_grace_is_stopped_and_has_a_moment_to_say_so()
    {
        _inFlight.Add(_running);
        var end = RunAsync();
        await AdvanceAsync(5, () => _drain.State == DrainState.Refusing);

        await AdvanceAsync(30, () => _running.Deadline.Reason == StopReason.ShuttingDown);
        Assert.False(_server.IsStopped);

        _inFlight.Remove(_running);
        await end;
        Assert.True(_server.IsStopped);
    }

    [Fact]
    public async Task What_does_not_end_even_then_is_not_waited_for()
    {
        _inFlight.Add(_running);
        var end = RunAsync();
        await AdvanceAsync(5, () => _drain.State == DrainState.Refusing);
        await AdvanceAsync(30, () => _running.Deadline.Reason == StopReason.ShuttingDown);

        await AdvanceAsync(2, () => end.IsCompleted);

        await end;
        Assert.Equal(1, _inFlight.Count);
    }

    [Fact]
    public async Task Whoever_is_in_a_hurry_waits_for_neither()
    {
        _inFlight.Add(_running);
        var end = RunAsync();

        await _hurry.CancelAsync();
        await AdvanceAsync(0, () => _running.Deadline.Reason == StopReason.ShuttingDown);
        _inFlight.Remove(_running);

        await end;
    }

    private Task RunAsync() => _shutdown.RunAsync(_server, s_settings, _hurry.Token);

    // The shutdown goes on, on a thread of the pool, some time after the clock, and may look at the clock only then: so it is moved again now and then.
    private async Task AdvanceAsync(int seconds, Func<bool> isReached)
    {
        for (var i = 0; i < 10_000 && !isReached(); i++)
        {
            if (i % 100 == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(seconds));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(isReached());
    }

    private sealed class Server : IServer
    {
        public bool IsStopped { get; private set; }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
