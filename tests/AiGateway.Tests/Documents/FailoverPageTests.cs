using System.Text.RegularExpressions;
using AiGateway.Pipeline;

namespace AiGateway.Tests.Documents;

public sealed partial class FailoverPageTests
{
    // The reloads are in the same folder, and on the page of the configuration file.
    private static readonly string[] s_scenarios = ["BrokenStreamTests.cs", "DialectBreakTests.cs", "OutageTests.cs", "RefusalTests.cs", "SilenceTests.cs"];

    [Theory]
    [InlineData("docs/failover.md", "yes", "no", "nobody", "the next target", "a larger context", "the key", "the key for the model")]
    [InlineData("docs/failover.zh-CN.md", "是", "否", "不再尝试", "下一个目标", "更大的上下文", "该密钥", "该密钥用于该模型")]
    public void The_table_of_failures_is_the_programs(
        string page, string yes, string no, string nobody, string nextTarget, string largerContext, string key, string keyForModel)
    {
        string Word(bool value) => value ? yes : no;
        string Next(MoveOn next) => next switch { MoveOn.Nowhere => nobody, MoveOn.ToNextTarget => nextTarget, _ => largerContext };
        string Left(Bench bench) => bench switch { Bench.Nothing => "–", Bench.Key => key, _ => keyForModel };
        Assert.Equal(
            FailureTable.All.Select(rule => $"`{rule.Kind}` {Word(rule.RetriesHere)} {Next(rule.MovesOn)} {Word(rule.BlamesTarget)} {Left(rule.Bench)}"),
            Page.Read(page).Rows().Where(row => row.Length == 6).Select(row => string.Join(' ', row.Where((_, place) => place != 1))));
    }

    [Theory]
    [InlineData("docs/failover.md")]
    [InlineData("docs/failover.zh-CN.md")]
    public void The_scenarios_are_the_tests_that_there_are(string page)
    {
        var tests = s_scenarios.SelectMany(file => TestName().Matches(Repository.Read("tests/AiGateway.EndToEnd/Failover/" + file))).Select(test => test.Groups[1].Value);
        var named = Page.Read(page).Rows().Where(row => row.Length == 3).SelectMany(row => row[2].Split(' ')).Select(name => name.Trim('`'));
        Assert.Equal(tests.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void) ([A-Z]\w*_\w+)\(")]
    private static partial Regex TestName();
}
