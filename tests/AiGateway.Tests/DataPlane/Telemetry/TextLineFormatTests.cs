using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AiGateway.Telemetry;
using CsCheck;
using Microsoft.Extensions.Logging;

namespace AiGateway.Tests.DataPlane.Telemetry;

public sealed partial class TextLineFormatTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 24, 12, 2, 3, 45, TimeSpan.Zero);

    [Fact]
    public void A_line_is_written_for_people()
    {
        var format = new TextLineFormat();
        format.Begin(s_time, LogLevel.Information, "The configuration was read again");
        format.Add("plain", "qwen-plus");
        format.Add("blank", "a b");
        format.Add("empty", "");
        format.Add("nothing", null);
        format.Add("quoted", "a\"b\\c\n");
        format.Add("number", -42);
        format.Add("span", TimeSpan.FromTicks(12_345_678));
        format.Add("negative", TimeSpan.FromSeconds(-1));
        format.Add("truth", value: false);

        Assert.Equal(
            """2026-11-24T12:02:03.045Z INFO  The configuration was read again plain=qwen-plus blank="a b" empty="" quoted="a\"b\\c\u000a" number=-42 span=1234.568 negative=0 truth=false""" + "\n",
            Encoding.UTF8.GetString(format.End()));
    }

    [Fact]
    public void A_message_that_looks_like_fields_is_quoted()
    {
        var format = new TextLineFormat();
        format.Begin(s_time, LogLevel.Error, "no such path: /x status=200");

        Assert.EndsWith("ERROR \"no such path: /x status=200\"\n", Encoding.UTF8.GetString(format.End()), StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_ends_a_line_or_forges_a_field()
    {
        var format = new TextLineFormat();
        Gen.Select(LogText.Any, LogText.Any, LogText.Any).Sample(
            (message, one, other) =>
            {
                format.Begin(s_time, LogLevel.Information, message);
                format.Add("one", one);
                format.Add("other", other);
                var line = Encoding.UTF8.GetString(format.End());

                Assert.Equal(line.Length - 1, line.AsSpan().IndexOfAny("\n\r\u0085\u2028\u2029"));
                Assert.DoesNotContain(line[..^1], char.IsControl);
                var fields = Line().Match(line);
                Assert.True(fields.Success, line);
                Assert.Equal(
                    [LogText.AsUtf8(message), LogText.AsUtf8(one), LogText.AsUtf8(other)],
                    fields.Groups.Values.Skip(1).Select(group => Unquote(group.Value)));
            },
            threads: 1);
    }

    // A message is without '=' unless it is quoted, so that the first name with its '=' begins the fields.
    [GeneratedRegex("""^\S+ INFO  ("(?:[^"\\]|\\.)*"|[^"=]+) one=("(?:[^"\\]|\\.)*"|[^" =]+) other=("(?:[^"\\]|\\.)*"|[^" =]+)\n$""")]
    private static partial Regex Line();

    private static string Unquote(string text) =>
        Escape().Replace(text.StartsWith('"') ? text[1..^1] : text, escape => escape.Groups[1].Success
            ? ((char)int.Parse(escape.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
            : escape.Value[1..]);

    [GeneratedRegex("""\\(?:u([0-9a-f]{4})|.)""")]
    private static partial Regex Escape();
}
