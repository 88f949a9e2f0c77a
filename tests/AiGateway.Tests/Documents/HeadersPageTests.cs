using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using AiGateway.Upstream;

namespace AiGateway.Tests.Documents;

public sealed partial class HeadersPageTests
{
    [Theory]
    [InlineData("docs/headers.md")]
    [InlineData("docs/headers.zh-CN.md")]
    public void What_goes_up_is_what_the_page_says(string page)
    {
        var text = Repository.Read(page);
        var listed = NamesIn(SectionOf(text, 1).Split("\n\n").Single(part => part.StartsWith('|')));
        Assert.Equal(SetOf(typeof(RequestHeaders), "s_passed").Append("X-DashScope-*").Order(StringComparer.OrdinalIgnoreCase), listed.Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(SetOf(typeof(RequestHeaders), "s_operatorsOnly"), name => Assert.Contains($"`{name}`", SectionOf(text, 1)));
    }

    [Theory]
    [InlineData("docs/headers.md")]
    [InlineData("docs/headers.zh-CN.md")]
    public void What_is_withheld_is_what_the_page_says(string page)
    {
        var table = SectionOf(Repository.Read(page), 3).Split("\n\n").First(part => part.StartsWith('|'));
        var prefixes = ((string[])FieldOf(typeof(AnswerHeaders), "s_withheldPrefixes")).Select(prefix => prefix + "*");
        Assert.Equal(SetOf(typeof(AnswerHeaders), "s_withheld").Concat(prefixes).Order(StringComparer.OrdinalIgnoreCase), NamesIn(table).Order(StringComparer.OrdinalIgnoreCase));
    }

    private static string SectionOf(string text, int number) => text.Split("\n## ")[number];

    private static IEnumerable<string> NamesIn(string table) => Name().Matches(table).Select(name => name.Groups[1].Value);

    private static FrozenSet<string> SetOf(Type type, string field) => (FrozenSet<string>)FieldOf(type, field);

    private static object FieldOf(Type type, string field) => type.GetField(field, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    [GeneratedRegex("`([A-Za-z0-9*-]+)`")]
    private static partial Regex Name();
}
