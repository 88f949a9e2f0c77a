using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1234", 1234)]
    [InlineData("7B", 7)]
    [InlineData("512KiB", 524_288)]
    [InlineData("32MiB", 33_554_432)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("3KB", 3_000)]
    [InlineData("3MB", 3_000_000)]
    [InlineData("3GB", 3_000_000_000)]
    [InlineData("32mib", 33_554_432)]
    public void A_size_is_read(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text).Value);

    [Theory]
    [InlineData("", "is not a size")]
    [InlineData("MiB", "is not a size")]
    [InlineData("-1MiB", "is negative")]
    [InlineData("+1MiB", "is not a size")]
    [InlineData("1.5MiB", "has a unit that is not known")]
    [InlineData("1 MiB", "has a unit that is not known")]
    [InlineData("1Mi", "has a unit that is not known")]
    [InlineData("9223372036854775808", "is too large")]
    [InlineData("9223372036854775807KiB", "is too large")]
    [InlineData("99999999999999999999999999", "is too large")]
    public void What_is_not_a_size_is_refused_and_the_reason_told(string text, string problem) =>
        Assert.Equal(problem, ByteSize.Parse(text).Problem);

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Long[0, long.MaxValue].Sample(bytes => ByteSize.Parse(ByteSize.Format(bytes)).Value == bytes);

    [Fact]
    public void Whole_units_are_written_as_such()
    {
        Assert.Equal("32MiB", ByteSize.Format(32 << 20));
        Assert.Equal("5KB", ByteSize.Format(5000));
        Assert.Equal("7", ByteSize.Format(7));
        Assert.Equal("0", ByteSize.Format(0));
    }
}
