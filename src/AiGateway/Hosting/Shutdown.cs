using AiGateway.Configuration;
using AiGateway.Ingress;
using Microsoft.AspNetCore.Hosting.Server;

namespace AiGateway.Hosting;

/// <summary>The end, in order: not ready but serving, then new work refused while what runs finishes, then what is left is told.</summary>
internal sealed partial class Shutdown(Drain drain, InFlight inFlight, TimeProvider time, ILogger<Shutdown> logger)
{
    // For the last in-band errors to leave, and for connections to close.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    /// <summary>Returns when nothing runs any more; within the delay, the grace and four seconds.</summary>
    /// <param name="server">The server to stop.</param>
    /// <param name="settings">Delay and grace.</param>
    /// <param name="hurry">Cancelled when somebody does not want to wait.</param>
    public async Task RunAsync(IServer server, GatewaySettings settings, CancellationToken hurry)
    {
        LogLeaving(Duration.Format(settings.ShutdownDelay), Duration.Format(settings.ShutdownGrace));
        drain.Enter(DrainState.Leaving);
        await WaitAsync(Task.Delay(settings.ShutdownDelay, time, hurry));

        drain.Enter(DrainState.Refusing);
        if (!await inFlight.WaitForNoneAsync(settings.ShutdownGrace, time, hurry))
        {
            LogCutOff(inFlight.Count);
            inFlight.StopAll();
            await inFlight.WaitForNoneAsync(s_farewell, time, CancellationToken.None);
        }

        using var patience = new CancellationTokenSource(s_farewell, time);
        await WaitAsync(server.StopAsync(patience.Token));
        LogStopped();
    }

    private static async Task WaitAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Hurried, or out of patience: on with it.
        }
    }

    [LoggerMessage(LogLevel.Information, "Shutting down")]
    private partial void LogLeaving(string delay, string grace);

    [LoggerMessage(LogLevel.Warning, "The grace is over: what still runs is cut off")]
    private partial void LogCutOff(long requests);

    [LoggerMessage(LogLevel.Information, "Stopped")]
    private partial void LogStopped();
}
