using System.Reflection;
using AiGateway.Pipeline;

namespace AiGateway.Tests.Documents;

public sealed class ErrorsPageTests
{
    [Theory]
    [InlineData("docs/errors.md")]
    [InlineData("docs/errors.zh-CN.md")]
    public void The_table_has_every_error_of_the_program_and_no_other(string page)
    {
        var errors = typeof(GatewayError).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (GatewayError)field.GetValue(null)!);
        Assert.Equal(
            errors.Select(error => $"{error.Status} `{error.Code}` `{error.Type}`").Distinct().Order(StringComparer.Ordinal),
            Page.Read(page).Rows().Where(row => row.Length == 4).Select(row => string.Join(' ', row[..3])).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("docs/errors.md", "yes", "no")]
    [InlineData("docs/errors.zh-CN.md", "是", "否")]
    public void The_table_of_failures_is_the_programs(string page, string yes, string no) =>
        Assert.Equal(
            FailureTable.All.Select(rule => $"`{rule.Kind}` {(rule.PassesOn ? yes : no)} `{rule.Report.Code}` `{rule.Metric}`"),
            Page.Read(page).Rows().Where(row => row.Length == 5).Select(row => $"{row[0]} {row[2]} {row[3]} {row[4]}"));
}
