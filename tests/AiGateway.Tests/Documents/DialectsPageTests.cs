namespace AiGateway.Tests.Documents;

public sealed class DialectsPageTests
{
    private const string Terms = "tests/AiGateway.Tests/Documents/DialectsPage.zh-CN.tsv";

    [Fact]
    public void The_page_is_what_the_tables_say() =>
        Check("docs/dialects.md", new DialectsPage(phrase => phrase).Write("[中文](dialects.zh-CN.md)"));

    [Fact]
    public void The_Chinese_page_is_what_the_tables_say_in_its_words()
    {
        var terms = ReadTerms();
        var missing = new List<string>();
        var page = new DialectsPage(phrase => terms.TryGetValue(phrase, out var term) ? term : Note(missing, phrase)).Write("[English](dialects.md)");

        Assert.True(missing.Count == 0, $"{Terms} lacks:\n{string.Join('\n', missing)}");
        Check("docs/dialects.zh-CN.md", page);
    }

    [Fact]
    public void No_term_is_left_that_the_page_does_not_use()
    {
        var used = new HashSet<string>();
        new DialectsPage(phrase => used.Add(phrase) ? phrase : phrase).Write("");

        Assert.Empty(ReadTerms().Keys.Except(used));
    }

    private static void Check(string name, string expected)
    {
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            File.WriteAllText(Repository.PathOf(name), expected);
        }

        Assert.Equal(expected, Repository.Read(name));
    }

    private static Dictionary<string, string> ReadTerms() =>
        Repository.Read(Terms).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Note(List<string> missing, string phrase)
    {
        missing.Add(phrase);
        return phrase;
    }
}
