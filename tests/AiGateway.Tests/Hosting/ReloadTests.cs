using AiGateway.Configuration;
using AiGateway.Hosting;
using AiGateway.Ingress;
using AiGateway.Telemetry;
using AiGateway.Tests.DataPlane;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.Hosting;

public sealed class ReloadTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LineWriter _lines = new(Stream.Null);
    private readonly FakeTimeProvider _time = new();
    private readonly Told _told = new();
    private readonly LiveConfiguration _live;
    private readonly SimulatedUpstream _simulated;
    private readonly Reload _reload;

    public ReloadTests()
    {
        _live = new LiveConfiguration(SnapshotCompiler.Compile(Exchanges.Settings, _time));
        var inFlight = new InFlight();
        var readiness = new Readiness(new Drain(), inFlight, DataDirectory.Open(_directory.Path), new MemoryBudget(1), _lines);
        _simulated = new SimulatedUpstream(_time, NullLoggerFactory.Instance);
        _reload = new Reload(_live, _simulated, readiness, new GatewayMetrics(inFlight, () => 0), _time, _told);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulated.DisposeAsync();
        _lines.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_good_configuration_holds_from_now_on_and_keeps_what_was_used()
    {
        var before = _live.Current;

        await _reload.RunAsync(Read(Exchanges.Settings.WithKeys(Exchanges.Key, "sk-new")));

        Assert.NotSame(before, _live.Current);
        Assert.Equal(2, _live.Current.Keys.Count);
        Assert.Same(before.Keys.Values[0].Window, _live.Current.Keys.Values.Single(key => key.Name == before.Keys.Values[0].Name).Window);
        Assert.Equal([LogLevel.Information], _told.Levels);
    }

    [Fact]
    public async Task A_bad_one_is_rejected_whole_and_the_old_one_keeps_serving()
    {
        var before = _live.Current;

        await _reload.RunAsync(new SettingsResult { Settings = null, Problems = ["PORT: is not a number"], Warnings = [] });

        Assert.Same(before, _live.Current);
        Assert.Equal([LogLevel.Error], _told.Levels);
    }

    [Fact]
    public async Task What_takes_a_restart_is_told()
    {
        await _reload.RunAsync(Read(Exchanges.Settings with { Port = 9000 }));

        Assert.Equal([LogLevel.Information, LogLevel.Warning], _told.Levels);
        Assert.Equal(9000, _live.Current.Settings.Port);
    }

    private static SettingsResult Read(GatewaySettings settings) => new() { Settings = settings, Problems = [], Warnings = [] };

    private sealed class Told : ILogger<Reload>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Levels.Add(logLevel);
    }
}
