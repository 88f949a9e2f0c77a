using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using AiGateway.Configuration;

namespace AiGateway.Tests.Documents;

/// <summary>The deployment files are YAML, and name only what the program knows.</summary>
public sealed partial class DeploymentTests
{
    private static readonly HashSet<string> s_known =
        [.. KnownVariables.All.Where(variable => variable.Supported).SelectMany(variable => variable.Secret ? [variable.Name, variable.FileName] : new[] { variable.Name })];

    [Theory]
    [InlineData("docker-compose.yml", 1)]
    [InlineData("k8s-deployment.yaml", 3)]
    public async Task They_are_YAML(string file, int documents)
    {
        Assert.SkipUnless(await RunPythonAsync("import yaml") == 0, "This machine lacks python3 with its yaml module.");
        Assert.Equal(0, await RunPythonAsync(
            $"import sys, yaml; sys.exit(0 if sum(type(part) is dict for part in yaml.safe_load_all(open({"'" + file + "'"}))) == {documents} else 1)"));
    }

    [Fact]
    public void Compose_sets_variables_that_exist()
    {
        var names = ComposeVariable().Matches(Repository.Read("docker-compose.yml")).Select(name => name.Groups[1].Value).ToList();
        Assert.Contains("TARGET_API_KEY", names);
        Assert.Contains("GATEWAY_API_KEYS", names);
        Assert.All(names, name => Assert.Contains(name, s_known));
    }

    [Fact]
    public void Kubernetes_sets_variables_that_exist()
    {
        var names = KubernetesVariable().Matches(Repository.Read("k8s-deployment.yaml")).Select(name => name.Groups[1].Value).ToList();
        Assert.Contains("TARGET_API_KEY", names);
        Assert.Contains("GATEWAY_API_KEYS", names);
        Assert.All(names, name => Assert.Contains(name, s_known));
    }

    [Fact]
    public void The_image_sets_variables_that_exist() =>
        Assert.All(ImageVariable().Matches(Repository.Read("Dockerfile")).Select(name => name.Groups[1].Value), name => Assert.Contains(name, s_known));

    [Fact]
    public void The_image_is_built_from_files_that_are_there_and_that_the_build_may_see()
    {
        var visible = File.ReadLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var sources = Copied().Matches(Repository.Read("Dockerfile")).SelectMany(copy => copy.Groups[1].Value.Split(' ')[..^1]);
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(Repository.PathOf(source)), $"The Dockerfile copies {source}, which is not there");
            Assert.Contains(visible, entry => source == entry || (entry.EndsWith('/') && source.StartsWith(entry, StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void The_grace_of_the_orchestrator_is_longer_than_the_programs()
    {
        var defaults = new GatewaySettings { TargetApiKey = "up", GatewayKeys = ["a"] };
        var compose = Seconds().Match(Repository.Read("docker-compose.yml")).Groups[1].Value;
        Assert.True(TimeSpan.FromSeconds(int.Parse(compose)) > defaults.ShutdownDelay + defaults.ShutdownGrace);

        var kubernetes = Repository.Read("k8s-deployment.yaml");
        var grace = TimeSpan.FromSeconds(int.Parse(Grace().Match(kubernetes).Groups[1].Value));
        Assert.True(grace > Value(kubernetes, "SHUTDOWN_DELAY") + Value(kubernetes, "SHUTDOWN_GRACE"));
    }

    private static async Task<int> RunPythonAsync(string program)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { WorkingDirectory = Repository.Root, RedirectStandardError = true })!;
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            return python.ExitCode;
        }
        catch (Win32Exception)
        {
            // There is no python3.
            return -1;
        }
    }

    private static TimeSpan Value(string text, string name) => Duration.Parse(Regex.Match(text, $"- name: {name}\\n +value: (\\S+)").Groups[1].Value).Value;

    [GeneratedRegex(@"^      ([A-Z_]+): \$\{", RegexOptions.Multiline)]
    private static partial Regex ComposeVariable();

    [GeneratedRegex("- name: ([A-Z_]+)$", RegexOptions.Multiline)]
    private static partial Regex KubernetesVariable();

    [GeneratedRegex("^ENV ([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex ImageVariable();

    [GeneratedRegex("^COPY ((?!--from).*)$", RegexOptions.Multiline)]
    private static partial Regex Copied();

    [GeneratedRegex("stop_grace_period: ([0-9]+)s")]
    private static partial Regex Seconds();

    [GeneratedRegex("terminationGracePeriodSeconds: ([0-9]+)")]
    private static partial Regex Grace();
}
