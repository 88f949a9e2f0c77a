using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Telemetry;
using AiGateway.Tests.DataPlane;

namespace AiGateway.Tests.Documents;

public sealed partial class TelemetryPageTests(DemoProcess demo) : IClassFixture<DemoProcess>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("docs/telemetry.md")]
    [InlineData("docs/telemetry.zh-CN.md")]
    public async Task The_page_has_every_field_of_a_request_line_and_no_other(string page)
    {
        using var client = new HttpClient { BaseAddress = new Uri(demo.Address) };
        var body = new { model = "sim-fast", stream = true, messages = new[] { new { role = "user", content = "Hello!" } } };
        using var answered = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Headers = { { "Authorization", "Bearer " + demo.Key } }, Content = JsonContent.Create(body) };
        (await client.SendAsync(answered, TestContext.Current.CancellationToken)).Dispose();
        (await client.GetAsync(page.Contains("zh", StringComparison.Ordinal) ? "/refused-again" : "/refused", TestContext.Current.CancellationToken)).Dispose();

        var lines = await LinesAsync("path=/v1/chat/completions", page.Contains("zh", StringComparison.Ordinal) ? "path=/refused-again" : "path=/refused");
        var fields = lines.SelectMany(line => Field().Matches(line)).Select(field => field.Groups[1].Value).Concat(["time", "level", "msg", "decision", "dropped"]).Distinct();
        Assert.Equal(
            fields.Order(StringComparer.Ordinal),
            Page.Read(page).Rows().Where(row => row.Length == 2).Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("docs/telemetry.md")]
    [InlineData("docs/telemetry.zh-CN.md")]
    public async Task The_page_has_every_metric_with_its_kind_and_labels_and_no_other(string page)
    {
        using var client = new HttpClient { BaseAddress = new Uri(demo.Address) };
        (await client.GetAsync("/nowhere", TestContext.Current.CancellationToken)).Dispose();
        var served = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken) + await MetricsThatNeedACauseAsync();

        var kinds = Kind().Matches(served).Select(kind => (Name: kind.Groups[1].Value, Kind: kind.Groups[2].Value)).Distinct();
        Assert.Equal(
            kinds.Select(kind => $"{kind.Name} {kind.Kind} {LabelsOf(kind.Name, served)}").Order(StringComparer.Ordinal),
            Page.Read(page).Rows().Where(row => row.Length == 4).Select(row => $"{row[0].Trim('`')} {row[1]} {row[2].Replace("`", "")}".TrimEnd() + (row[2].Length == 0 ? " " : ""))
                .Order(StringComparer.Ordinal));
    }

    // Those that count what does not happen in a quiet demo.
    private static async Task<string> MetricsThatNeedACauseAsync()
    {
        var metrics = new GatewayMetrics(new InFlight(), () => 0);
        metrics.CountTokens(Exchanges.Of().Snapshot.Models.All[0].Targets[0], new TokenUsage(1, 1, 1, 1, 1));
        metrics.CountLimited("requests");
        metrics.CountAttempt("default", FailureKind.Throttled);
        metrics.CountReload(accepted: true);
        using var text = new MemoryStream();
        await metrics.WriteAsync(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string LabelsOf(string metric, string served)
    {
        var sample = Regex.Match(served, $"^{metric}(?:_bucket)?\\{{([^}}]*)\\}}", RegexOptions.Multiline).Groups[1].Value;
        return string.Join(' ', Label().Matches(sample).Select(label => label.Groups[1].Value).Where(label => label != "le"));
    }

    // A line is written when its answer is complete, a moment after the caller has it.
    private async Task<List<string>> LinesAsync(params string[] marks)
    {
        using var late = new CancellationTokenSource(s_patience);
        while (true)
        {
            var lines = demo.Output.Split('\n').Where(line => marks.Any(mark => line.Contains(mark + ' ', StringComparison.Ordinal))).ToList();
            if (marks.All(mark => lines.Exists(line => line.Contains(mark + ' ', StringComparison.Ordinal))))
            {
                return lines;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, late.Token);
        }
    }

    [GeneratedRegex(@" ([a-z_]+)=")]
    private static partial Regex Field();

    [GeneratedRegex("^# TYPE ([a-z_]+) ([a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("([a-z]+)=\"")]
    private static partial Regex Label();
}
