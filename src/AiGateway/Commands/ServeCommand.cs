using AiGateway.Configuration;
using AiGateway.Hosting;

namespace AiGateway.Commands;

/// <summary><c>aigateway serve</c>: reads the configuration, serves until a signal, and finishes what runs.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the command.</summary>
    public static async Task<int> RunAsync()
    {
        var read = SettingsReader.Read();
        if (read.Settings is not { } settings)
        {
            await ConfigurationProblems.TellAsync(read.Problems);
            return ExitCode.Configuration;
        }

        try
        {
            await using var host = GatewayHost.Build(settings, TimeProvider.System);
            host.TellWarnings(read.Warnings);
            await host.StartAsync();
            await host.RunAsync(SettingsReader.Read, read);
            return ExitCode.Success;
        }
        catch (CertificateException exception)
        {
            await ConfigurationProblems.TellAsync([exception.Message]);
            return ExitCode.Configuration;
        }
        catch (IOException exception)
        {
            // A port that is taken, an address that is not this machine's.
            await Console.Error.WriteLineAsync($"aigateway: cannot listen: {exception.Message}");
            return ExitCode.Failure;
        }
    }
}
