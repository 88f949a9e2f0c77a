using System.Diagnostics;
using System.Text.Json;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>The npm packages of tests/sdk-node, and what runs with them.</summary>
public static class NodePackages
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "sdk-node");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Runs a script to its end and says what it printed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string script, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        await Installed.Value;
        return await RunAsync(Start("node", [script, .. arguments], environment));
    }

    /// <summary>Starts a script that runs until its input is closed.</summary>
    public static async Task<Process> StartAsync(string script)
    {
        await Installed.Value;
        return Start("node", [script], []);
    }

    private static async Task InstallAsync()
    {
        if (IsInstalled())
        {
            return;
        }

        var (code, output) = await RunAsync(Start("npm", ["ci", "--no-audit", "--no-fund"], []));
        Assert.True(code == 0, output);
    }

    /// <summary>All that is asked for is there, in the version that is asked for.</summary>
    private static bool IsInstalled()
    {
        var asked = JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "package.json"))).GetProperty("dependencies");
        return asked.EnumerateObject().All(package =>
        {
            var description = Path.Combine(Folder, "node_modules", package.Name, "package.json");
            return File.Exists(description) && JsonElement.Parse(File.ReadAllText(description)).GetProperty("version").GetString() == package.Value.GetString();
        });
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output)> RunAsync(Process process)
    {
        using (process)
        {
            try
            {
                var output = process.StandardOutput.ReadToEndAsync();
                var errors = process.StandardError.ReadToEndAsync();
                await process.WaitForExitAsync().Within($"{process.StartInfo.FileName} to end", Limit);
                return (process.ExitCode, await output + await errors);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
    }
}
