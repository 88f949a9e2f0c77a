using AiGateway.Configuration;
using AiGateway.Routing;
using AiGateway.Telemetry;

namespace AiGateway.Hosting;

/// <summary>Puts a configuration that was read again in force. A bad one is rejected whole, and the old one keeps serving. One at a time.</summary>
internal sealed partial class Reload(
    LiveConfiguration configuration, SimulatedUpstream simulated, Readiness readiness, GatewayMetrics metrics, TimeProvider time, ILogger<Reload> logger)
{
    /// <summary>Publishes what was read, or says why not.</summary>
    public async Task RunAsync(SettingsResult read)
    {
        foreach (var warning in read.Warnings)
        {
            LogWarning(warning);
        }

        var isAccepted = await TryPublishAsync(read);
        metrics.CountReload(isAccepted);
        readiness.NoteReload(isAccepted);
    }

    private async Task<bool> TryPublishAsync(SettingsResult read)
    {
        if (read.Settings is not { } settings)
        {
            LogRejected(string.Join("; ", read.Problems));
            return false;
        }

        try
        {
            Publish(await simulated.PrepareAsync(settings));
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is: what serves now goes on, and the next reading is not lost.
            LogFailed(exception);
            return false;
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
        (old.Port, old.MaxConnections, old.HeaderTimeout, old.KeepAliveTimeout, old.LogLevel, old.Development, old.LogFormat, old.DataDirectory, old.TlsCertFile, old.TlsKeyFile, old.Buffered)
        != (now.Port, now.MaxConnections, now.HeaderTimeout, now.KeepAliveTimeout, now.LogLevel, now.Development, now.LogFormat, now.DataDirectory, now.TlsCertFile, now.TlsKeyFile, now.Buffered)
        || !Equals(old.BindAddress, now.BindAddress);

    [LoggerMessage(LogLevel.Information, "The configuration was read again")]
    private partial void LogAccepted(int keys);

    [LoggerMessage(LogLevel.Warning, "Listening, connections, logging, memory and storage have changed; that takes a restart")]
    private partial void LogNeedsRestart();

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(LogLevel.Error, "The configuration was read again and cannot be put in force; the old one keeps serving")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "The configuration was read again and rejected; the old one keeps serving")]
    private partial void LogRejected(string problems);
}
