using System.Security.Cryptography;
using System.Text;
using AiGateway.Keys;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Keys;

public sealed class KeyHashTests
{
    [Fact]
    public void It_is_named_by_the_first_eight_digits_of_the_sha_256() =>
        Gen.String[Gen.Char[' ', '~'], 0, 512].Sample(key =>
            KeyHash.TryOf(key, out var hash) && hash.ToString() == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8]);

    [Fact]
    public void Equal_keys_and_no_others_have_equal_hashes() =>
        Gen.Select(Gen.String[Gen.Char["ab"], 0, 6], Gen.String[Gen.Char["ab"], 0, 6]).Sample((one, other) =>
        {
            KeyHash.TryOf(one, out var first);
            KeyHash.TryOf(other, out var second);
            Assert.Equal(one == other, first == second);
            Assert.Equal(one != other, first != second);
            Assert.Equal(one == other, first.Equals((object)second));
            Assert.True(one != other || first.GetHashCode() == second.GetHashCode());
        });

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    [InlineData(32_000, false)]
    public void What_is_longer_than_any_key_has_none(int length, bool isHashed) =>
        Assert.Equal(isHashed, KeyHash.TryOf(new string('\u00ff', length), out _));
}
