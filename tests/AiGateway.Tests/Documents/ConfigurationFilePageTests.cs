using System.Text.RegularExpressions;
using AiGateway.Configuration;
using AiGateway.Configuration.Sections;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Documents;

/// <summary>The page on the configuration file, and the examples beside it, are what the reader takes and says.</summary>
public sealed partial class ConfigurationFilePageTests
{
    private const string Examples = "docs/examples";

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Repository.PathOf(Examples), "*.yaml").Select(path => Path.GetFileName(path)).Order()];

    public static TheoryData<string> Pages => ["docs/configuration-file.md", "docs/configuration-file.zh-CN.md"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_example_is_taken_without_a_warning_once_its_variables_are_set(string file)
    {
        var yaml = Repository.Read($"{Examples}/{file}");
        var result = Read(yaml);

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        Assert.NotNull(SnapshotCompiler.Compile(result.Settings!, TimeProvider.System));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_is_on_the_page(string page) =>
        Assert.All(Files, file => Assert.Contains($"]({Path.GetFileName(Examples)}/{file.Data})", Repository.Read(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_file_on_the_page_is_taken_and_its_messages_are_those_that_are_printed(string page)
    {
        var yaml = Page.Read(page).Fences().First(fence => fence.Language == "yaml").Text;
        Assert.Empty(Read(yaml).Problems);

        var bad = "server:\n  tls:\n  port: 99999\n\n" + yaml.Replace("{ provider: dashscope }\n      - { provider: local", "{ provider: dashcope }\n      - { provider: local", StringComparison.Ordinal);
        var told = Page.Read(page).Fences().First(fence => fence.Language == "text").Text.TrimEnd('\n').Split('\n');
        Assert.All(told, line => Assert.Contains(Place().Replace(line, ""), Read(bad).Problems.Select(problem => Place().Replace(problem, ""))));
    }

    [Fact]
    public void The_reference_has_fields_at_every_depth()
    {
        var reference = ConfigurationSchema.WriteReference();
        Assert.All(["server.limits.buffered", "providers.NAME.api_keys[].weight", "models.NAME.targets[].priority", "models.NAME.retry.attempts", "keys[].limits.rpm", "telemetry.log.level"], field =>
            Assert.Contains($"| `{field}` |", reference));
    }

    private static SettingsResult Read(string yaml)
    {
        var variables = Variable().Matches(yaml).Select(variable => variable.Groups[1].Value).Distinct().Select(name => (name, "sk-" + name)).ToArray();
        return GatewayFile.Read(yaml, variables);
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(":[0-9]+:[0-9]+:")]
    private static partial Regex Place();
}
