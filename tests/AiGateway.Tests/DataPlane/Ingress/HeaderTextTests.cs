using AiGateway.Ingress;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("qwen-plus", "qwen-plus")]
    [InlineData("a b%", "a b%")]
    [InlineData("通义", "%E9%80%9A%E4%B9%89")]
    [InlineData("a\r\nx: y", "a%0D%0Ax%3A%20y")]
    [InlineData("\u007f", "%7F")]
    public void Printable_ascii_stays_and_all_else_is_escaped(string text, string escaped) => Assert.Equal(escaped, HeaderText.Escape(text));

    [Fact]
    public void Whatever_the_text_a_header_can_carry_it() =>
        Gen.String.Sample(text => HeaderText.Escape(text).All(character => character is >= ' ' and <= '~'));
}
