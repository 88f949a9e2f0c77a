using AiGateway.Hosting;

namespace AiGateway.Commands;

/// <summary>What the program can be asked to do. One line a command.</summary>
internal static class CommandLine
{
    private const string Usage = """
        AI Gateway: one key and one URL for every model.

        aigateway [serve]        serve, configured by gateway.yaml, environment variables and .env
        aigateway check [FILE]   validate the configuration and print what would be served; no network
        aigateway demo           serve with a simulated provider: no account, no network
        aigateway explain --model MODEL [--key NAME-OR-KEY] [--body FILE]
                                 say whom a request would be sent to, in which order and why
        aigateway health [URL]   ask a running instance; exit code 0 if it is healthy, else 1
        aigateway --version      print version, commit and runtime
        aigateway --help         print this
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        [] or ["serve"] => ServeCommand.RunAsync(),
        ["check"] => CheckCommand.RunAsync(file: null),
        ["check", var file] => CheckCommand.RunAsync(file),
        ["demo"] => DemoCommand.RunAsync(),
        ["explain", .. var options] => ExplainCommand.RunAsync(options),
        ["health"] => HealthCommand.RunAsync(address: null),
        ["health", var address] => HealthCommand.RunAsync(address),
        ["--version" or "version"] => Print($"aigateway {ProductVersion.Number} (commit {ProductVersion.Commit}, .NET {Environment.Version})"),
        ["--help" or "-h" or "help"] => Print(Usage),
        _ => RefuseAsync(arguments),
    };

    private static Task<int> Print(string text)
    {
        Console.WriteLine(text);
        return Task.FromResult(ExitCode.Success);
    }

    private static async Task<int> RefuseAsync(string[] arguments)
    {
        await Console.Error.WriteLineAsync($"aigateway: there is no command '{string.Join(' ', arguments)}'.");
        await Console.Error.WriteLineAsync();
        await Console.Error.WriteLineAsync(Usage);
        return ExitCode.Usage;
    }
}
