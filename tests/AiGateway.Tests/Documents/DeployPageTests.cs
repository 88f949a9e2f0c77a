using System.Globalization;
using System.Text.RegularExpressions;
using AiGateway.Configuration;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Documents;

/// <summary>The page on deployment, and the examples in <c>deploy</c>, name only what is there, and their figures are those of the code.</summary>
public sealed partial class DeployPageTests
{
    private const string Unit = "deploy/systemd/aigateway.service";
    private const string Nginx = "deploy/nginx/aigateway.conf";
    private const string Caddy = "deploy/caddy/Caddyfile";

    // Names on the page that are not the gateway's: of the reader's shell, of Linux.
    private static readonly string[] s_others = ["DASHSCOPE_API_KEY", "GATEWAY_KEY", "CAP_NET_BIND_SERVICE"];

    private static readonly GatewaySettings s_defaults = EnvironmentSettings.Of("a");

    public static TheoryData<string> Pages => ["docs/deploy.md", "docs/deploy.zh-CN.md"];

    public static TheoryData<string> Files => ["docs/deploy.md", "docs/deploy.zh-CN.md", Unit, Nginx, Caddy];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_that_is_named_exists(string file)
    {
        var known = KnownVariables.All.SelectMany(variable => variable.Secret ? [variable.Name, variable.FileName] : new[] { variable.Name }).Concat(s_others).ToHashSet();
        var names = Variable().Matches(Repository.Read(file)).Select(name => name.Value).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, known));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_setting_that_is_recommended_is_allowed(string page)
    {
        var settings = Setting().Matches(Repository.Read(page)).Select(setting => (Name: setting.Groups[1].Value, Value: setting.Groups[2].Value)).ToList();
        Assert.True(settings.Count > 5);
        using var directory = new DataPlane.Configuration.TemporaryDirectory();
        Assert.All(settings, setting =>
        {
            var environment = new Dictionary<string, string> { ["TARGET_API_KEY"] = "up", ["GATEWAY_API_KEYS"] = "a", [setting.Name] = setting.Value };
            Assert.Empty(SettingsReader.Read(environment, directory.Path).Problems);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_of_the_repository_that_is_named_is_there(string file) =>
        Assert.All(OwnFile().Matches(Repository.Read(file)).Select(name => name.Value), name => Assert.True(Path.Exists(Repository.PathOf(name)), $"{file} names {name}"));

    [Fact]
    public void Every_example_is_named_on_the_page()
    {
        var page = Repository.Read("docs/deploy.md");
        Assert.All([Unit, Nginx, Caddy], file => Assert.Contains($"](../{file})", page));
    }

    [Fact]
    public void The_unit_waits_for_the_programs_own_end()
    {
        var stop = Directive("TimeoutStopSec");
        Assert.True(Duration.Parse(stop).Value > s_defaults.ShutdownDelay + s_defaults.ShutdownGrace);
        Assert.All(Pages, page => Assert.Contains($"`TimeoutStopSec={stop}`", Repository.Read(page)));
    }

    [Fact]
    public void The_connections_that_the_page_promises_follow_from_the_units_descriptors()
    {
        var descriptors = int.Parse(Directive("LimitNOFILE"), CultureInfo.InvariantCulture);
        var promised = ((descriptors - 264) / 2).ToString("N0", CultureInfo.InvariantCulture);
        Assert.All(Pages, page => Assert.Contains($"`LimitNOFILE={descriptors}`", Repository.Read(page)));
        Assert.All(Pages, page => Assert.Contains(promised, Repository.Read(page)));
    }

    [Fact]
    public void Fronts_wait_longer_for_an_answer_than_the_gateway_and_close_idle_connections_earlier()
    {
        var patience = Regex.Match(Repository.Read(Nginx), "proxy_read_timeout ([0-9]+s);").Groups[1].Value;
        Assert.True(Duration.Parse(patience).Value > s_defaults.UpstreamTimeout);
        Assert.All(Pages, page => Assert.Contains($"`proxy_read_timeout {patience}`", Repository.Read(page)));

        var idle = Regex.Match(Repository.Read(Caddy), "keepalive ([0-9]+s)").Groups[1].Value;
        Assert.True(Duration.Parse(idle).Value < s_defaults.KeepAliveTimeout);
    }

    private static string Directive(string name) => Regex.Match(Repository.Read(Unit), $"^{name}=(.+)$", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"(?<![\w$])(?!AF_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?!\w)")]
    private static partial Regex Variable();

    [GeneratedRegex("`([A-Z]+(?:_[A-Z]+)*)=([^` ]+)`")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?<![\w/.-])(?:(?:deploy|eng|src)/[\w./-]*\w|k8s-deployment\.yaml|\.env\.example)")]
    private static partial Regex OwnFile();
}
