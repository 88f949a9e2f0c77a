using System.Text.RegularExpressions;
using AiGateway.Configuration;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Deployment;

/// <summary>The <c>Dockerfile</c>. The image itself is looked into where it is built: <c>eng/test-containers.sh</c>.</summary>
public sealed partial class ImageTests
{
    private static readonly string s_text = Repository.Read("Dockerfile");
    private static readonly string s_last = s_text[s_text.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];

    [Fact]
    public void It_sets_variables_that_exist() => Assert.All(
        Variable().Matches(s_text).Select(name => name.Groups[1].Value),
        name => Assert.Contains(KnownVariables.All, variable => variable.Supported && variable.Name == name));

    [Fact]
    public void It_is_built_from_files_that_are_there_and_that_the_build_may_see()
    {
        var visible = File.ReadLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var sources = Copied().Matches(s_text).SelectMany(copy => copy.Groups[1].Value.Split(' ')[..^1]);
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(Repository.PathOf(source)), $"The Dockerfile copies {source}, which is not there");
            Assert.Contains(visible, entry => source == entry || (entry.EndsWith('/') && source.StartsWith(entry, StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void It_runs_as_a_user_without_rights_and_without_a_shell()
    {
        Assert.Contains("\nUSER 1654\n", s_last);
        Assert.DoesNotContain("\nRUN ", s_last);
        Assert.Contains("\nENTRYPOINT [\"/app/aigateway\"]\n", s_last);
        Assert.Contains("CMD [\"/app/aigateway\", \"health\"]\n", s_last);
        Assert.Contains("-chiseled\n", s_last);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("description")]
    [InlineData("licenses")]
    [InlineData("source")]
    [InlineData("version")]
    [InlineData("revision")]
    public void It_is_labelled(string label) => Assert.Matches($"org\\.opencontainers\\.image\\.{label}=\"[^\"]+\"", s_last);

    [Fact]
    public void Its_version_is_the_programs() => Assert.Contains($"\nARG VERSION={Repository.Version}\n", s_last);

    [Fact]
    public void It_is_written_for_the_platforms_that_the_lock_file_knows()
    {
        Assert.Contains(" amd64|arm64) ;;", s_text);
        var locked = Repository.Read("src/AiGateway/packages.lock.json");
        Assert.Contains("\"net10.0/linux-x64\"", locked);
        Assert.Contains("\"net10.0/linux-arm64\"", locked);
    }

    [GeneratedRegex("^ENV ([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("^COPY ((?!--from).*)$", RegexOptions.Multiline)]
    private static partial Regex Copied();
}
