using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class GoBooleanTests
{
    private static readonly string[] True = ["1", "t", "T", "TRUE", "true", "True"];
    private static readonly string[] False = ["0", "f", "F", "FALSE", "false", "False"];

    [Fact]
    public void The_spellings_of_Go_are_read()
    {
        Assert.All(True, text => Assert.True(GoBoolean.Parse(text).Value));
        Assert.All(False, text => Assert.True(GoBoolean.Parse(text) is { IsGood: true, Value: false }));
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
        Gen.String[Gen.Char["01tTfFrRuUeEaAlLsS"], 0, 5].Sample(text => GoBoolean.Parse(text).IsGood == (True.Contains(text) || False.Contains(text)));
}
