using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

public sealed partial class PagesTests
{
    public static TheoryData<string> Names => [.. Repository.Pages()];

    public static TheoryData<string> Translated =>
        [.. Repository.Pages().Where(page => page.EndsWith(".zh-CN.md", StringComparison.Ordinal)).Select(page => page.Replace(".zh-CN", "", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_relative_link_leads_somewhere(string name)
    {
        Assert.All(Page.Read(name).Links().Where(link => !link.Contains("://", StringComparison.Ordinal)), link =>
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0 ? name : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(name)!, parts[0]));
            Assert.True(Path.Exists(Repository.PathOf(target)), $"{name} points at {link}, which is not there");
            Assert.True(parts.Length == 1 || Page.Read(target).Anchors().Contains(parts[1]), $"{name} points at {link}, and {target} has no such heading");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_source_file_that_a_page_names_is_there(string name)
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories))
            .Select(file => "/" + Path.GetRelativePath(Repository.Root, file)).ToList();
        Assert.All(SourceFile().Matches(Repository.Read(name)).Select(file => file.Groups[1].Value), file =>
            Assert.Contains(sources, source => source.EndsWith("/" + file, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void Both_languages_have_the_same_headings_fences_and_tables(string name)
    {
        var (english, chinese) = (Page.Read(name), Page.Read(ChineseOf(name)));
        Assert.Equal(english.HeadingLevels(), chinese.HeadingLevels());
        Assert.Equal(english.Fences().Select(fence => (fence.Language, fence.IsRun)), chinese.Fences().Select(fence => (fence.Language, fence.IsRun)));
        Assert.Equal(english.Rows().Select(row => row.Length), chinese.Rows().Select(row => row.Length));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void Commands_and_code_are_the_same_in_both_languages(string name)
    {
        static IEnumerable<string> Code(Page page) => page.Fences()
            .Where(fence => fence.Language is "bash" or "json" or "python" or "javascript" or "csharp" or "yaml")
            .Select(fence => fence.WithoutComments());
        Assert.Equal(Code(Page.Read(name)), Code(Page.Read(ChineseOf(name))));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void Each_page_begins_with_a_link_to_the_other_language(string name)
    {
        Assert.Contains($"]({Path.GetFileName(ChineseOf(name))})", Page.Read(name).FirstLine);
        Assert.Contains($"]({Path.GetFileName(name)})", Page.Read(ChineseOf(name)).FirstLine);
    }

    private static string ChineseOf(string name) => name.Replace(".md", ".zh-CN.md", StringComparison.Ordinal);

    [GeneratedRegex(@"`([A-Za-z./]+\.cs)`")]
    private static partial Regex SourceFile();
}
