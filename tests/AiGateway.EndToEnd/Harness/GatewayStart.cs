using System.Diagnostics;

namespace AiGateway.EndToEnd.Harness;

/// <summary>How the program is started.</summary>
public sealed record GatewayStart
{
    // What any program needs to run at all; nothing of the gateway's own settings may leak in from outside.
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files to be found in its working directory, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A shell script that replaces itself with the program, which it finds as <c>"$@"</c>; null to start it directly.</summary>
    public string? Shell { get; init; }

    internal ProcessStartInfo ToProcess(string directory)
    {
        List<string> command = [.. Shell is null ? [] : new[] { "/bin/sh", "-c", Shell, "sh" }, .. Program(), .. Arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                start.Environment[name] = value;
            }
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The native binary that GATEWAY_BINARY names (from the repository's root, where it is relative), else the build that belongs to these tests.</summary>
    private static string[] Program()
    {
        if (System.Environment.GetEnvironmentVariable("GATEWAY_BINARY") is { Length: > 0 } binary)
        {
            return [Path.GetFullPath(binary, Repository.Root)];
        }

        // artifacts/bin/AiGateway.EndToEnd/debug → artifacts/bin/AiGateway/debug
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return ["dotnet", Path.Combine(own.Parent!.Parent!.FullName, "AiGateway", own.Name, "aigateway.dll")];
    }
}
