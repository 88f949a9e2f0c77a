using System.Net;
using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1/32")]
    [InlineData(" 10.0.0.0/8 , ,fd00::/8,", "10.0.0.0/8,fd00::/8")]
    [InlineData("", "")]
    public void Networks_and_addresses_are_read(string text, string networks) =>
        Assert.Equal(networks, string.Join(',', NetworkList.Parse(text).Value!.Networks));

    [Theory]
    [InlineData("10.0.0.1/8", "write 10.0.0.0/8")]
    [InlineData("fd00::1/8", "write fd00::/8")]
    [InlineData("10.0.0.0/33", "0 to 32")]
    [InlineData("fd00::/129", "0 to 128")]
    [InlineData("10.0.0.0/-1", "0 to 32")]
    [InlineData("10.0.0.0/", "0 to 32")]
    [InlineData("10.0.0.0/8/8", "0 to 32")]
    [InlineData("10", "is not an IP address")]
    [InlineData("10.1", "is not an IP address")]
    [InlineData("010.0.0.1", "is not an IP address")]
    [InlineData("0x7f.0.0.1", "is not an IP address")]
    [InlineData("[::1]", "is not an IP address")]
    [InlineData("fe80::1%eth0", "is not an IP address")]
    [InlineData("10.0.0.0/8 172.16.0.0/12", "0 to 32")]
    [InlineData("proxy.example.com", "is not an IP address")]
    [InlineData("10.0.0.0/8,localhost", "\"localhost\"")]
    public void What_is_not_a_network_is_refused_and_the_reason_told(string text, string reason) =>
        Assert.Contains(reason, NetworkList.Parse(text).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:11.0.0.1", false)]
    [InlineData("0.0.0.0/0", "::ffff:10.0.0.1", true)]
    [InlineData("::ffff:0:0/96", "10.0.0.1", true)]
    [InlineData("2001:db8:8000::/33", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8:8000::/33", "2001:db8:7fff::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("::/0", "::ffff:10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("", "127.0.0.1", false)]
    public void An_address_is_looked_up(string text, string address, bool isContained) =>
        Assert.Equal(isContained, NetworkList.Parse(text).Value!.Contains(IPAddress.Parse(address)));

    [Fact]
    public void A_network_holds_exactly_the_addresses_that_share_its_prefix() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32]).Sample((network, address, prefix) =>
        {
            var mask = prefix == 0 ? 0u : uint.MaxValue << (32 - prefix);
            var list = NetworkList.Parse($"{AddressOf(network & mask)}/{prefix}").Value!;
            var isContained = (network & mask) == (address & mask);
            return list.Contains(AddressOf(address)) == isContained && list.Contains(AddressOf(address).MapToIPv6()) == isContained;
        });

    private static IPAddress AddressOf(uint bits) => new([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
}
