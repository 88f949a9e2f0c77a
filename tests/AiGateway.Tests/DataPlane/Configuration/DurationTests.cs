using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("1h0m0.5s", 3_600_500)]
    public void A_duration_is_read(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text).Value);

    [Theory]
    [InlineData("10", "has no unit")]
    [InlineData("0", "has no unit")]
    [InlineData("1m30", "has no unit")]
    [InlineData("-5s", "is negative")]
    [InlineData("", "is empty")]
    [InlineData("5 s", "is not a duration")]
    [InlineData("s", "is not a duration")]
    [InlineData("1.s", "is not a duration")]
    [InlineData("1.2.3s", "is not a duration")]
    [InlineData("+5s", "is not a duration")]
    [InlineData("5d", "has a unit that is not known")]
    [InlineData("5S", "has a unit that is not known")]
    [InlineData("99999999999999999999h", "is too long")]
    [InlineData("999999999999999999999999999999h", "is too long")]
    [InlineData("٣s", "is not a duration")]
    public void What_is_not_a_duration_is_refused_and_the_reason_told(string text, string problem)
    {
        var parsed = Duration.Parse(text);

        Assert.False(parsed.IsGood);
        Assert.StartsWith(problem, parsed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Long[0, TimeSpan.MaxValue.Ticks].Select(TimeSpan.FromTicks).Sample(duration => Duration.Parse(Duration.Format(duration)).Value == duration);

    [Fact]
    public void The_parts_add_up() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((h, m, s, ms) =>
            Duration.Parse($"{h}h{m}m{s}s{ms}ms").Value == new TimeSpan(0, h, m, s, ms));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String[Gen.Char["0123456789.msh-+ x"], 0, 40].Sample(text => Duration.Parse(text).IsGood || Duration.Parse(text).Problem!.Length > 0);
}
