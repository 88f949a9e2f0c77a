using System.Text.RegularExpressions;
using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed partial class KnownVariablesTests
{
    private static readonly string s_root = FindRoot();

    [Fact]
    public void The_example_file_has_every_variable_with_its_default_in_the_order_of_the_table()
    {
        var example = DotEnv.Parse(File.ReadAllText(Path.Combine(s_root, ".env.example")));

        Assert.Empty(example.Problems);
        Assert.Equal(
            KnownVariables.All.Select(variable => (variable.Name, variable.Default)),
            example.Entries.Select(entry => (entry.Name, entry.Value)));
    }

    [Fact]
    public void Every_variable_of_the_example_file_is_preceded_by_its_meaning_and_what_is_allowed()
    {
        var lines = File.ReadAllLines(Path.Combine(s_root, ".env.example"));

        Assert.All(KnownVariables.All, variable =>
        {
            var index = Array.FindIndex(lines, line => line.StartsWith(variable.Name + "=", StringComparison.Ordinal));
            Assert.Equal($"# {variable.Meaning}. Allowed: {variable.Allowed}{(variable.Supported ? "" : " (not supported yet)")}", lines[index - 1]);
        });
    }

    [Fact]
    public void The_example_file_with_the_two_keys_filled_in_loads_without_a_warning()
    {
        using var directory = new TemporaryDirectory();
        var example = File.ReadAllText(Path.Combine(s_root, ".env.example"));
        directory.Write(".env", example.Replace("TARGET_API_KEY=\n", "TARGET_API_KEY=up\n").Replace("GATEWAY_API_KEYS=\n", "GATEWAY_API_KEYS=a,b\n"));

        var result = SettingsReader.Read(new Dictionary<string, string>(), directory.Path);

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        result.Settings!.AssertKeysAre("a", "b");
    }

    [Fact]
    public void No_secret_has_a_default() => Assert.All(KnownVariables.All.Where(variable => variable.Secret), variable => Assert.Empty(variable.Default));

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-CN.md")]
    public void Every_variable_is_described_in_the_documentation_with_its_default(string page)
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(s_root, page)))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["default"].Value);

        Assert.Equal(KnownVariables.All.Select(variable => variable.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(KnownVariables.All.Where(variable => variable.Default.Length > 0), variable =>
            Assert.Equal($"`{variable.Default}`", rows[variable.Name]));
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-CN.md")]
    public void The_messages_in_the_documentation_are_those_that_are_printed(string page)
    {
        using var directory = new TemporaryDirectory();
        directory.Write(".env", "GATEWAY_API_KEYS=a\n\n\n\n\n\nUPSTREAM_TIMEOUT=600\n");

        var result = SettingsReader.Read(new Dictionary<string, string> { ["PORT"] = "80800" }, directory.Path);

        Assert.Equal(FenceOf(page, "text", "PORT:").Split('\n'), result.Problems);
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/configuration.zh-CN.md")]
    public void The_env_file_in_the_documentation_loads(string page)
    {
        using var directory = new TemporaryDirectory();
        directory.Write(".env", FenceOf(page, "sh", "PORT=9000"));

        var result = SettingsReader.Read(new Dictionary<string, string> { ["TARGET_API_KEY"] = "up" }, directory.Path);

        Assert.Empty(result.Problems);
        Assert.Equal("/var/lib/ai # gateway", result.Settings!.DataDirectory);
        result.Settings.AssertKeysAre("first-key", "second-key");
    }

    [Theory]
    [InlineData("docs/configuration.md", "docs/configuration.zh-CN.md")]
    [InlineData("docs/migrating-from-go-aigateway.md", "docs/migrating-from-go-aigateway.zh-CN.md")]
    public void Both_languages_have_the_same_structure(string english, string chinese) =>
        Assert.Equal(StructureOf(english), StructureOf(chinese));

    // Headings by level, and the rows of tables by their first cell where that is code.
    private static IEnumerable<string> StructureOf(string page) =>
        File.ReadLines(Path.Combine(s_root, page)).Select(line => Structure().Match(line).Value).Where(part => part.Length > 0);

    private static string FenceOf(string page, string language, string content) =>
        File.ReadAllText(Path.Combine(s_root, page)).Split("```").Single(part => part.StartsWith(language + "\n", StringComparison.Ordinal) && part.Contains(content))
            [(language.Length + 1)..].TrimEnd('\n');

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AiGateway.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("No solution above the tests");
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Z_]+)` \| (?<default>[^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(#+ |\| `[^`]+` \||- \*\*)")]
    private static partial Regex Structure();
}
