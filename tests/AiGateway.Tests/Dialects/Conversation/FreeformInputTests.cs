using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using CsCheck;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class FreeformInputTests
{
    [Fact]
    public void Any_text_comes_back_however_its_wrapping_is_cut()
    {
        Gen.Select(Gen.String, Gen.Int[1, 9]).Sample((text, size) =>
        {
            var normal = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var arguments = Encoding.UTF8.GetString(FreeformEmulation.Wrap(Encoding.UTF8.GetBytes(text)));

            Assert.Equal(normal, Read(arguments, size));
            Assert.Equal(normal, Encoding.UTF8.GetString(FreeformEmulation.Unwrap(Encoding.UTF8.GetBytes(arguments)).Span));
        });
    }

    [Theory]
    [InlineData("{\"input\":\"a\\n\\\"b\\\" \\u00e9 \\ud83d\\ude00\"}", "a\n\"b\" é 😀")]
    [InlineData(" { \"input\" : \"x\" }\n", "x")]
    [InlineData("{\"input\":\"\"}", "")]
    [InlineData("{\"input\":\"a\",\"more\":1}", "a")]
    [InlineData("{\"input\":\"a\nb\"}", "a\nb")]
    [InlineData("{\"input\":\"a\\dc\"}", "a\\dc")]
    [InlineData("{\"input\":\"cut", "cut")]
    [InlineData("*** Begin Patch\n", "*** Begin Patch\n")]
    [InlineData("{\"patch\":\"a\"}", "{\"patch\":\"a\"}")]
    [InlineData("{\"input\":{}}", "{\"input\":{}}")]
    [InlineData("{\"inp", "{\"inp")]
    [InlineData("", "")]
    public void What_a_model_makes_of_it_is_read_at_every_split(string arguments, string expected)
    {
        Assert.Equal(expected, Encoding.UTF8.GetString(FreeformEmulation.Unwrap(Encoding.UTF8.GetBytes(arguments)).Span));
        for (var size = 1; size <= arguments.Length; size++)
        {
            Assert.Equal(expected, Read(arguments, size));
        }
    }

    // Cut by UTF-16 units, so that pairs are torn apart too.
    private static string Read(string arguments, int size)
    {
        var input = new FreeformInput();
        var text = JsonString.Empty;
        for (var at = 0; at < arguments.Length; at += size)
        {
            var piece = arguments.Substring(at, Math.Min(size, arguments.Length - at));
            text = text.Append(new JsonString(input.Add(Quote(piece))));
        }

        return text.Append(new JsonString(input.End())).ToString();
    }

    // Halves of pairs as providers write them.
    private static byte[] Quote(string piece)
    {
        var text = new StringBuilder("\"");
        foreach (var unit in piece)
        {
            text.Append(unit is '"' or '\\' ? $"\\{unit}" : unit is < ' ' or > '~' ? $"\\u{(int)unit:x4}" : unit.ToString());
        }

        return Encoding.UTF8.GetBytes(text.Append('"').ToString());
    }
}
