using System.Text;
using System.Text.Json;
using AiGateway.Telemetry;
using CsCheck;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed class JsonLineFormatTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 24, 13, 2, 3, 45, TimeSpan.FromHours(1));

    [Fact]
    public void A_line_is_one_object_with_its_fields_in_order()
    {
        var format = new JsonLineFormat();
        format.Begin(s_time, LogLevel.Warning, "request");
        format.Add("text", "qwen \"plus\" 通义");
        format.Add("nothing", null);
        format.Add("number", 42);
        format.Add("span", TimeSpan.FromTicks(12_345_678));
        format.Add("negative", TimeSpan.FromSeconds(-1));
        format.Add("truth", value: true);

        Assert.Equal(
            """{"time":"2026-11-24T12:02:03.045Z","level":"warn","msg":"request","text":"qwen \"plus\" 通义","number":42,"span":1234.567,"negative":0,"truth":true}""" + "\n",
            Encoding.UTF8.GetString(format.End()));
    }

    [Fact]
    public void No_value_ends_a_line_or_forges_a_field()
    {
        var format = new JsonLineFormat();
        Gen.Select(LogText.Any, LogText.Any, LogText.Any).Sample(
            (message, one, other) =>
            {
                format.Begin(s_time, LogLevel.Information, message);
                format.Add("one", one);
                format.Add("other", other);
                var line = Encoding.UTF8.GetString(format.End());

                Assert.Equal(line.Length - 1, line.AsSpan().IndexOfAny("\n\r\u0085\u2028\u2029"));
                Assert.DoesNotContain(line[..^1], char.IsControl);
                using var document = JsonDocument.Parse(line);
                Assert.Equal(
                    [("msg", LogText.AsUtf8(message)), ("one", LogText.AsUtf8(one)), ("other", LogText.AsUtf8(other))],
                    document.RootElement.EnumerateObject().Skip(2).Select(member => (member.Name, member.Value.GetString()!)));
            },
            threads: 1);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "fatal")]
    public void Levels_have_the_names_of_the_configuration(LogLevel level, string name)
    {
        var format = new JsonLineFormat();
        format.Begin(s_time, level, "m");

        Assert.Contains($"\"level\":\"{name}\"", Encoding.UTF8.GetString(format.End()), StringComparison.Ordinal);
    }
}
