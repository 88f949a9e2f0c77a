using AiGateway.Configuration;

namespace AiGateway.Commands;

/// <summary><c>aigateway check</c>: validates the configuration and prints what would be served. No network, and nothing is written.</summary>
internal static class CheckCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="file">The configuration file; null for the one that the environment names.</param>
    public static async Task<int> RunAsync(string? file)
    {
        var environment = ProcessEnvironment.Read();
        if (file is not null)
        {
            environment[KnownVariables.GatewayConfig.Name] = file;
        }

        var read = SettingsReader.Read(environment);
        foreach (var warning in read.Warnings)
        {
            await Console.Error.WriteLineAsync($"warning: {warning}");
        }

        if (read.Settings is not { } settings)
        {
            await ConfigurationProblems.TellAsync(read.Problems);
            return ExitCode.Configuration;
        }

        Console.WriteLine(read.FileDigest is null ? "The configuration is good: the environment alone." : $"The configuration is good: {read.File}");
        foreach (var line in SettingsSummary.Of(settings))
        {
            Console.WriteLine(line);
        }

        return ExitCode.Success;
    }
}
