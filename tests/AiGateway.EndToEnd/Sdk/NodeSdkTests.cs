using System.Diagnostics;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>The openai npm package, unmodified, as a caller: tests/sdk-node/cases.mjs in one run of node.</summary>
public sealed class NodeSdkTests(SdkFixture fixture) : IClassFixture<SdkFixture>
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_case_of_the_openai_package_passes()
    {
        var directory = Path.Combine(Repository.Root, "tests", "sdk-node");
        if (!File.Exists(Path.Combine(directory, "node_modules", "openai", "package.json")))
        {
            var (installed, output) = await RunAsync(directory, "npm", ["ci", "--no-audit", "--no-fund"], []);
            Assert.True(installed == 0, output);
        }

        var upstream = new SdkUpstream();
        fixture.Rig.Upstream.Play(upstream.AnswerAsync);
        var (code, lines) = await RunAsync(
            directory,
            "node",
            ["cases.mjs"],
            [("BASE_URL", $"http://127.0.0.1:{fixture.Rig.Gateway.Port}/v1"), ("API_KEY", Rig.Key)]);

        Assert.DoesNotContain("not ok", lines, StringComparison.Ordinal);
        Assert.Equal(24, lines.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.True(code == 0, lines);
        await upstream.Left.Task.Within("the aborted stream to be cancelled at the upstream");
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string directory, string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().Within($"{program} to end", InstallLimit);
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
