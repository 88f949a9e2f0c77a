using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

/// <summary>The systemd unit: read by systemd's own checker where it is there, and by a stricter one of the project's own.</summary>
public sealed class SystemdUnitTests
{
    private const string Unit = "deploy/systemd/aigateway.service";

    private static readonly Dictionary<string, string[]> s_known = new()
    {
        ["[Unit]"] = ["Description", "Wants", "After"],
        ["[Service]"] =
        [
            "Type", "ExecStart", "ExecReload", "EnvironmentFile", "Environment", "LoadCredential", "Restart", "RestartSec", "RestartPreventExitStatus",
            "TimeoutStopSec", "LimitNOFILE", "DynamicUser", "StateDirectory", "StateDirectoryMode", "WorkingDirectory", "UMask", "CapabilityBoundingSet",
            "AmbientCapabilities", "NoNewPrivileges", "ProtectSystem", "ProtectHome", "ProtectProc", "ProtectClock", "ProtectHostname", "ProtectKernelLogs",
            "ProtectKernelModules", "ProtectKernelTunables", "ProtectControlGroups", "PrivateDevices", "PrivateTmp", "LockPersonality",
            "MemoryDenyWriteExecute", "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "SystemCallArchitectures",
            "SystemCallFilter", "SystemCallErrorNumber",
        ],
        ["[Install]"] = ["WantedBy"],
    };

    [Fact]
    public void Every_line_is_a_section_a_comment_or_a_directive_that_belongs_there()
    {
        var section = "";
        foreach (var line in File.ReadLines(Repository.PathOf(Unit)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                section = line;
                Assert.Contains(section, s_known.Keys);
                continue;
            }

            Assert.Matches("^[A-Za-z]+=", line);
            Assert.Contains(line.Split('=')[0], s_known[section]);
        }
    }

    [Theory]
    [InlineData("aigateway.service")]
    [InlineData("aigateway@8081.service")]
    public async Task Systemd_finds_nothing_wrong_with_it_as_a_unit_and_as_an_instance_of_a_template(string name) =>
        Assert.Equal((0, ""), await AnalyzeAsync(name, "verify", "--man=no", "--recursive-errors=no"));

    [Fact]
    public async Task Systemd_finds_it_well_shut_off()
    {
        // In tenths: 10.0 is a service that may do anything. What is left is that it uses the network.
        var (code, output) = await AnalyzeAsync("aigateway.service", "security", "--offline=true", "--threshold=20", "--no-pager");
        Assert.True(code == 0, output);
    }

    // With a program that is there, since a checker looks for it.
    private static async Task<(int Code, string Output)> AnalyzeAsync(string name, string verb, params string[] options)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "This machine lacks systemd-analyze.");
        using var directory = new DataPlane.Configuration.TemporaryDirectory();
        directory.Write(name, Regex.Replace(Repository.Read(Unit), "^ExecStart=[^ ]+", "ExecStart=/bin/true", RegexOptions.Multiline));
        var start = new ProcessStartInfo("/usr/bin/systemd-analyze", [verb, .. options, Path.Combine(directory.Path, name)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }
}
