using AiGateway.Configuration;
using AiGateway.Routing;
using AiGateway.Telemetry;

namespace AiGateway.Hosting;

/// <summary>Reads the configuration again. A bad one is rejected whole, and the old one keeps serving.</summary>
internal sealed partial class Reload(
    LiveConfiguration configuration, Readiness readiness, GatewayMetrics metrics, TimeProvider time, ILogger<Reload> logger)
{
    private readonly Lock _gate = new();

    /// <summary>Publishes what was read, or says why not.</summary>
    public void Run(SettingsResult read)
    {
        lock (_gate)
        {
            var isAccepted = read.Settings is not null;
            if (read.Settings is { } settings)
            {
                Publish(settings);
            }
            else
            {
                LogRejected(string.Join("; ", read.Problems));
            }

            metrics.CountReload(isAccepted);
            readiness.NoteReload(isAccepted);
        }
    }

    private void Publish(GatewaySettings settings)
    {
        var previous = configuration.Current;
        configuration.Publish(SnapshotCompiler.Compile(settings, time, previous, BuiltInModels.Instance));
        LogAccepted(settings.Keys.Count);
        if (NeedsRestart(previous.Settings, settings))
        {
            LogNeedsRestart();
        }
    }

    private static bool NeedsRestart(GatewaySettings old, GatewaySettings now) =>
        (old.Port, old.MaxConnections, old.HeaderTimeout, old.KeepAliveTimeout, old.LogLevel, old.Development, old.LogFormat, old.DataDirectory, old.TlsCertFile, old.TlsKeyFile)
        != (now.Port, now.MaxConnections, now.HeaderTimeout, now.KeepAliveTimeout, now.LogLevel, now.Development, now.LogFormat, now.DataDirectory, now.TlsCertFile, now.TlsKeyFile)
        || !Equals(old.BindAddress, now.BindAddress);

    [LoggerMessage(LogLevel.Information, "The configuration was read again")]
    private partial void LogAccepted(int keys);

    [LoggerMessage(LogLevel.Warning, "Listening, connections, logging and storage have changed; that takes a restart")]
    private partial void LogNeedsRestart();

    [LoggerMessage(LogLevel.Error, "The configuration was read again and rejected; the old one keeps serving")]
    private partial void LogRejected(string problems);
}
