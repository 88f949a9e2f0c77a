using System.Text;
using AiGateway.Ingress;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class PathSegmentTests
{
    private static readonly string[] s_words =
    [
        "a", "B", "7", ".", "..", "-", "_", "~", ":", "@", ";", "/", "\\", "%", "?", "#", " ", "é", "\0",
        "%2", "%2f", "%2E", "%25", "%00", "%C2%85", "%e4%bd%a0",
    ];

    private static readonly Gen<string> s_pieces = Gen.OneOf(
        Gen.Int[0, s_words.Length - 1].Select(at => s_words[at]),
        Gen.Byte.Select(value => $"%{value:x2}"),
        Gen.Char.Select(value => value.ToString()));

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("ft:gpt-4o:org::id")]
    [InlineData("file-abc_123.jsonl")]
    [InlineData("...")]
    [InlineData("a..b")]
    [InlineData("qwen%3Amax")]
    [InlineData("%E4%BD%A0%e5%a5%bd")]
    public void An_ordinary_id_passes(string segment) => Assert.True(PathSegment.IsPlain(segment));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("%2e%2E")]
    [InlineData("%2f")]
    [InlineData("%5C")]
    [InlineData("%252f")]
    [InlineData("%00")]
    [InlineData("%0a")]
    [InlineData("%20")]
    [InlineData("%7f")]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("%+1")]
    [InlineData("% 1")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("é")]
    public void What_could_mean_something_else_does_not_pass(string segment) => Assert.False(PathSegment.IsPlain(segment));

    [Theory]
    [InlineData("..;")]
    [InlineData("..;x=1")]
    [InlineData(".;")]
    [InlineData(";x")]
    [InlineData("..%3b")]
    public void A_path_parameter_does_not_pass_for_some_servers_cut_it_off(string segment) => Assert.False(PathSegment.IsPlain(segment));

    [Theory]
    [InlineData("%C0%AF")]
    [InlineData("%c0%ae%c0%ae")]
    [InlineData("%E0%80%AF")]
    [InlineData("%F8%80%80%80%AF")]
    [InlineData("%C2%85")]
    [InlineData("%FF")]
    [InlineData("%E4%BD")]
    [InlineData("%ED%A0%80")]
    public void An_escape_that_is_no_character_or_a_control_does_not_pass(string segment) => Assert.False(PathSegment.IsPlain(segment));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Length_is_bounded(int length, bool isPlain) => Assert.Equal(isPlain, PathSegment.IsPlain(new string('a', length)));

    [Fact]
    public void Nothing_passes_that_decodes_to_a_separator_a_control_or_a_dot_segment() =>
        s_pieces.Array[0, 8].Select(string.Concat).Sample(
            segment =>
            {
                if (!PathSegment.IsPlain(segment))
                {
                    return;
                }

                var bytes = Decode(segment);
                var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
                Assert.DoesNotContain(text, character => char.IsControl(character) || character is '/' or '\\' or '%' or ';' or ' ');
                Assert.False(text is "" or "." or "..");
                Assert.Equal(text, Uri.UnescapeDataString(segment));
            },
            iter: 100_000);

    private static byte[] Decode(string segment)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < segment.Length; i++)
        {
            Assert.InRange(segment[i], '!', '~');
            bytes.Add(segment[i] == '%' ? Convert.FromHexString(segment.AsSpan(i + 1, 2))[0] : (byte)segment[i]);
            i += segment[i] == '%' ? 2 : 0;
        }

        return [.. bytes];
    }
}
