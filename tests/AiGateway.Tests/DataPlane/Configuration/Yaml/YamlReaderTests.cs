using AiGateway.Configuration.Yaml;

namespace AiGateway.Tests.DataPlane.Configuration.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void A_document_is_read_with_the_place_of_every_part()
    {
        var (node, problems) = Read("a: 1\nlist:\n  - x\n  - {b: 'two words'}\n");

        Assert.Empty(problems);
        var map = Assert.IsType<YamlMap>(node);
        Assert.Equal(("a", new YamlPosition(1, 1)), (map.Entries[0].Name, map.Entries[0].At));
        Assert.Equal(new YamlScalar(new(1, 4), "1", IsPlain: true), map.Entries[0].Value);
        var list = Assert.IsType<YamlList>(map.Entries[1].Value);
        Assert.Equal(new YamlScalar(new(3, 5), "x", IsPlain: true), list.Items[0]);
        Assert.Equal(new YamlScalar(new(4, 9), "two words", IsPlain: false), Assert.IsType<YamlMap>(list.Items[1]).Find("b")!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    public void A_document_with_nothing_in_it_is_an_empty_map(string text)
    {
        var (node, problems) = Read(text);

        Assert.Empty(problems);
        Assert.Empty(Assert.IsType<YamlMap>(node).Entries);
    }

    [Theory]
    [InlineData("a: *b", 1, 4, "an alias (*name) is not taken: write the value out, or put a text that begins with * into quotes")]
    [InlineData("a: &b 1", 1, 4, "an anchor (&name) is not taken: write the value out, or put a text that begins with & into quotes")]
    [InlineData("a: !b 1", 1, 4, "a tag (!name) is not taken: put a text that begins with ! into quotes")]
    [InlineData("a: [*]", 1, 5, "a text that begins with a special character must be put into quotes")]
    [InlineData("@a: 1", 1, 1, "a text that begins with a special character must be put into quotes")]
    [InlineData("a: 1\nb: 2\na: 3", 3, 1, "'a' stands here a second time, after line 1")]
    [InlineData("a: 1\n---\nb: 2", 2, 1, "a second document begins; only one is read")]
    [InlineData("? [a]\n: 1", 1, 3, "a name must be a single value")]
    [InlineData("a: [1", 2, 1, "is not YAML: While parsing a flow sequence, did not find expected ',' or ']'")]
    public void What_is_not_taken_is_told_with_its_place(string text, int line, int column, string what)
    {
        var (_, problems) = Read(text);

        Assert.Equal(what, Assert.Single(problems).What);
        Assert.True(problems[0].At.Line == line || what.StartsWith("is not YAML", StringComparison.Ordinal));
        Assert.True(problems[0].At.Column == column || what.StartsWith("is not YAML", StringComparison.Ordinal), problems[0].At.ToString());
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void It_goes_no_deeper_than_32_levels(string open, string close)
    {
        static string Nest(string open, string close, int levels) => string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));

        Assert.Empty(Read(Nest(open, close, 32)).Problems);
        Assert.Equal("is nested deeper than 32 levels", Assert.Single(Read(Nest(open, close, 33)).Problems).What);
        Assert.Equal("is nested deeper than 32 levels", Assert.Single(Read(Nest(open, close, 100_000)).Problems).What);
    }

    [Theory]
    [InlineData("? :  q>^j")]
    [InlineData("? : q>^j")]
    public void A_text_that_the_parser_silently_gives_up_on_is_no_YAML(string text) =>
        Assert.Equal("is not YAML: a value is missing", Assert.Single(Read(text).Problems).What);

    [Fact]
    public void A_bomb_of_aliases_does_not_go_off()
    {
        var bomb = "a: &a [x]\n" + string.Concat(Enumerable.Range(1, 25).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [*{(char)('a' + i - 1)}, *{(char)('a' + i - 1)}]\n"));

        Assert.Equal(26 + 50, Read(bomb).Problems.Count);
    }

    private static (YamlNode? Node, List<YamlProblem> Problems) Read(string text)
    {
        var problems = new List<YamlProblem>();
        return (YamlReader.Read(text, problems), problems);
    }
}
