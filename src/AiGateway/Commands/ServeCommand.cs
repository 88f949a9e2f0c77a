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
            await TellProblemsAsync(read.Problems);
            return ExitCode.Configuration;
        }

        try
        {
            await using var host = GatewayHost.Build(settings, TimeProvider.System);
            host.TellWarnings(read.Warnings);
            await host.StartAsync();
            await host.RunAsync(SettingsReader.Read);
            return ExitCode.Success;
        }
        catch (CertificateException exception)
        {
            await TellProblemsAsync([exception.Message]);
            return ExitCode.Configuration;
        }
        catch (IOException exception)
        {
            // A port that is taken, an address that is not this machine's.
            await Console.Error.WriteLineAsync($"aigateway: cannot listen: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task TellProblemsAsync(IReadOnlyList<string> problems)
    {
        await Console.Error.WriteLineAsync(problems.Count == 1
            ? "aigateway: the configuration has a problem:"
            : $"aigateway: the configuration has {problems.Count} problems:");
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync($"  {problem}");
        }
    }
}
