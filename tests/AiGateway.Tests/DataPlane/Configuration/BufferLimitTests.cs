using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class BufferLimitTests
{
    [Theory]
    [InlineData("25%", 1000, 250)]
    [InlineData("90%", 1_099_511_627_776, 989_560_464_998)]
    [InlineData("64MiB", 1000, 67_108_864)]
    public void It_comes_to_a_share_or_to_what_it_says(string text, long memory, long bytes)
    {
        var limit = BufferLimit.Parse(text);

        Assert.Equal(bytes, limit.Value.Of(memory));
        Assert.Equal(text, limit.Value.ToString());
    }

    [Theory]
    [InlineData("0%")]
    [InlineData("91%")]
    [InlineData("%")]
    [InlineData("2.5%")]
    [InlineData("1KiB")]
    [InlineData("much")]
    [InlineData("")]
    public void What_is_neither_is_refused(string text) => Assert.False(BufferLimit.Parse(text).IsGood);
}
