using AiGateway.Configuration.Fields;

namespace AiGateway.Tests.DataPlane.Configuration.Fields;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${A}", "one")]
    [InlineData("x${A}y${A}z", "xoneyonez")]
    [InlineData("${NONE:-default}", "default")]
    [InlineData("${NONE:-}", "")]
    [InlineData("${A:-default}", "one")]
    [InlineData("$${A}", "${A}")]
    [InlineData("5$$", "5$")]
    [InlineData("${LOOP}", "${A}")]
    [InlineData("${NONE:-a:-b}", "a:-b")]
    public void Variables_are_put_in_once(string text, string expected)
    {
        var expanded = Expand(text);

        Assert.Null(expanded.Problem);
        Assert.Equal(expected, expanded.Value);
    }

    [Theory]
    [InlineData("${NONE}", "the variable NONE is not set; set it, or write ${NONE:-default}")]
    [InlineData("a $ b", "has a $ that stands alone: write $$ for a dollar sign, or ${NAME} for a variable")]
    [InlineData("$A", "has a $ that stands alone: write $$ for a dollar sign, or ${NAME} for a variable")]
    [InlineData("a$", "has a $ that stands alone: write $$ for a dollar sign, or ${NAME} for a variable")]
    [InlineData("${A", "has a ${ without its }")]
    [InlineData("${}", "has a ${…} that is neither ${NAME} nor ${NAME:-default}; write $$ for a dollar sign")]
    [InlineData("${1A}", "has a ${…} that is neither ${NAME} nor ${NAME:-default}; write $$ for a dollar sign")]
    [InlineData("${A-x}", "has a ${…} that is neither ${NAME} nor ${NAME:-default}; write $$ for a dollar sign")]
    public void What_is_no_variable_is_refused(string text, string problem) => Assert.Equal(problem, Expand(text).Problem);

    [Fact]
    public void What_comes_of_it_is_bounded() =>
        Assert.Equal("is too long once its variables are put in", Substitution.Expand(string.Concat(Enumerable.Repeat("${A}", 1000)), _ => new string('x', 100_000)).Problem);

    private static AiGateway.Configuration.Parsed<string> Expand(string text) => Substitution.Expand(text, name => name switch
    {
        "A" => "one",
        "LOOP" => "${A}",
        _ => null,
    });
}
