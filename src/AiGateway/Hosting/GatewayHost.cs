using AiGateway.Admission;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Telemetry;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AiGateway.Hosting;

/// <summary>The running gateway: its parts, put together by hand in the order in which they depend on each other, and the server that feeds them.</summary>
internal sealed partial class GatewayHost : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly LineWriter _lines;
    private readonly WebApplication _web;
    private readonly IServer _server;
    private readonly GatewayApplication _application;
    private readonly LiveConfiguration _configuration;
    private readonly Shutdown _shutdown;
    private readonly Reload _reload;
    private readonly SimulatedUpstream _simulated;
    private readonly DataDirectory _data;
    private readonly ILogger _logger;

    private GatewayHost(GatewaySettings settings, TimeProvider time)
    {
        _time = time;
        _lines = new LineWriter(Console.OpenStandardOutput());
        var output = new LogOutput(_lines, settings.Development && settings.LogLevel > LogLevel.Debug ? LogLevel.Debug : settings.LogLevel, settings.LogFormat);
        var connections = new ConnectionLimit(settings.MaxConnections ?? ConnectionLimit.FromDescriptors());
        _web = Listener.Build(settings, connections, new LineLoggerProvider(output, time), time);
        _server = _web.Services.GetRequiredService<IServer>();
        var loggers = _web.Services.GetRequiredService<ILoggerFactory>();
        _logger = loggers.CreateLogger<GatewayHost>();

        var drain = new Drain();
        var inFlight = new InFlight();
        var memory = MemoryBudget.OfProcess(settings.Buffered);
        var metrics = new GatewayMetrics(inFlight, () => _lines.Dropped);
        var deadlines = new Deadline.Pool(time);
        var head = new ReplyHead(drain, time);
        var settle = new Settle(metrics);
        var pipeline = new GatewayPipeline(
            new Authenticate(time),
            new Admit(),
            new Read(memory),
            new Consult(head, memory),
            new ListModels(head),
            new Plan(time),
            new Attempt(new Relay(head, settle, memory, time), memory, metrics, deadlines, new Backoff(), time),
            settle);
        var ingress = new GatewayIngress(
            new OperationTable(DialectCatalogue.All), pipeline, new ErrorReply(head, DialectCatalogue.Fallback), drain, metrics, time, loggers.CreateLogger<GatewayIngress>());

        _configuration = new LiveConfiguration(SnapshotCompiler.Compile(settings, time));
        metrics.WatchBreakers(_configuration, time);
        _data = DataDirectory.Open(settings.DataDirectory);
        var readiness = new Readiness(drain, inFlight, _data, memory, _lines);
        _shutdown = new Shutdown(drain, inFlight, time, loggers.CreateLogger<Shutdown>());
        _simulated = new SimulatedUpstream(time, loggers);
        _reload = new Reload(_configuration, _simulated, readiness, metrics, time, loggers.CreateLogger<Reload>());
        _application = new GatewayApplication(
            _configuration,
            ingress,
            new HealthPaths(drain, metrics, readiness, time),
            connections,
            inFlight,
            deadlines,
            new RequestLog(output, time),
            metrics,
            time);
    }

    /// <summary>Where it listens, once it does: <c>http://127.0.0.1:8080</c>.</summary>
    public string Address => _server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";

    /// <summary>Puts the parts together; nothing listens yet.</summary>
    /// <exception cref="CertificateException">The TLS certificate or its key cannot be used.</exception>
    public static GatewayHost Build(GatewaySettings settings, TimeProvider time) => new(settings, time);

    /// <summary>Logs what was odd about the configuration.</summary>
    public void TellWarnings(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            LogConfigurationWarning(warning);
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public async Task StartAsync()
    {
        var configured = _configuration.Current;
        var settings = await _simulated.PrepareAsync(configured.Settings);
        if (settings != configured.Settings)
        {
            _configuration.Publish(SnapshotCompiler.Compile(settings, _time, configured));
        }

        await _server.StartAsync(_application, CancellationToken.None);
        if (!_data.IsWritable)
        {
            LogDataDirectory(_configuration.Current.Settings.DataDirectory);
        }

        LogListening(Address, ProductVersion.Number, ProductVersion.Commit);
    }

    /// <summary>Serves until a signal asks for the end, and finishes what runs.</summary>
    /// <param name="readAgain">Reads the configuration again, which SIGHUP and a change of its file ask for.</param>
    /// <param name="first">What was read at the start.</param>
    public async Task RunAsync(Func<SettingsResult> readAgain, SettingsResult first)
    {
        using var watch = new ConfigurationWatch(first, readAgain, _reload.RunAsync, _time);
        using var signals = new Signals(onReload: watch.Ask);
        using var ends = new CancellationTokenSource();
        var watching = watch.RunAsync(ends.Token);
        await signals.EndAsked;
        await ends.CancelAsync();
        await watching;
        await _shutdown.RunAsync(_server, _configuration.Current.Settings, signals.EndAskedAgain);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _simulated.DisposeAsync();
        _lines.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Listening")]
    private partial void LogListening(string url, string version, string commit);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private partial void LogConfigurationWarning(string warning);

    [LoggerMessage(LogLevel.Warning, "DATA_DIR cannot be written to: nothing is kept over a restart")]
    private partial void LogDataDirectory(string dataDir);
}
