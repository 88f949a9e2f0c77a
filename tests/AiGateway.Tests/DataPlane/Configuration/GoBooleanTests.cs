using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class GoBooleanTests
{
    private static readonly string[] s_true = ["1", "t", "T", "TRUE", "true", "True"];
    private static readonly string[] s_false = ["0", "f", "F", "FALSE", "false", "False"];

    [Fact]
    public void The_spellings_of_Go_are_read()
    {
        Assert.All(s_true, text => Assert.True(GoBoolean.Parse(text).Value));
        Assert.All(s_false, text => Assert.True(GoBoolean.Parse(text) is { IsGood: true, Value: false }));
    }

    [Theory]
    [InlineData("tRUE")]
    [InlineData("yes")]
    [InlineData("on")]
    [InlineData("2")]
    [InlineData("")]
    public void Other_spellings_are_refused(string text) => Assert.False(GoBoolean.Parse(text).IsGood);

    [Fact]
    public void Nothing_but_the_spellings_of_Go_is_taken() =>
        Gen.String[Gen.Char["01tTfFrRuUeEaAlLsS"], 0, 5].Sample(text => GoBoolean.Parse(text).IsGood == (s_true.Contains(text) || s_false.Contains(text)));
}
