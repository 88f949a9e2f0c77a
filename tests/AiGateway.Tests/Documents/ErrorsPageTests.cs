using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using AiGateway.Dialects;
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
    [InlineData("docs/errors.md")]
    [InlineData("docs/errors.zh-CN.md")]
    public void The_words_of_the_other_dialects_are_those_that_they_write(string page)
    {
        var rows = Page.Read(page).Rows().Where(row => row.Length == 3).SelectMany(row => row[0].Split(", ").Select(status => (Status: status, Words: row[1..]))).ToList();
        var statuses = typeof(GatewayError).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => ((GatewayError)field.GetValue(null)!).Status).Where(status => status != 499).Distinct().Order();

        Assert.Equal(statuses, rows.Select(row => int.Parse(row.Status, CultureInfo.InvariantCulture)).Order());
        Assert.All(rows, row => Assert.Equal([Word(row.Status, "anthropic", "type"), Word(row.Status, "gemini", "status")], row.Words));
    }

    private static string Word(string status, string dialect, string member)
    {
        var output = new ArrayBufferWriter<byte>();
        DialectCatalogue.All.Single(one => one.Name == dialect)
            .WriteError(output, new ErrorDetail(int.Parse(status, CultureInfo.InvariantCulture), "t", "c", "m", Param: null, "r"));
        return $"`{JsonElement.Parse(output.WrittenSpan).GetProperty("error").GetProperty(member).GetString()}`";
    }

    [Theory]
    [InlineData("docs/errors.md", "yes", "no")]
    [InlineData("docs/errors.zh-CN.md", "是", "否")]
    public void The_table_of_failures_is_the_programs(string page, string yes, string no) =>
        Assert.Equal(
            FailureTable.All.Select(rule => $"`{rule.Kind}` {(rule.PassesOn ? yes : no)} `{rule.Report.Code}` `{rule.Metric}`"),
            Page.Read(page).Rows().Where(row => row.Length == 5).Select(row => $"{row[0]} {row[2]} {row[3]} {row[4]}"));
}
