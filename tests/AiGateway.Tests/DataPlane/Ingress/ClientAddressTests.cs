using System.Net;
using AiGateway.Configuration;
using AiGateway.Ingress;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class ClientAddressTests
{
    private static readonly NetworkList s_trusted = NetworkList.Parse("10.0.0.0/8, fd00::/8").Value!;

    [Theory]
    [InlineData("10.0.0.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("10.0.0.1", "192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("10.0.0.1", "198.51.100.7, 192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("10.0.0.1", "192.0.2.1:4711", "192.0.2.1")]
    [InlineData("10.0.0.1", "[2001:db8::1]:4711,fd00::2", "2001:db8::1")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "192.0.2.1, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.1", "192.0.2.1,", "10.0.0.1")]
    public void It_is_the_nearest_address_that_is_no_trusted_proxy(string peer, string forwarded, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), Resolve(peer, forwarded, s_trusted));

    [Fact]
    public void A_header_in_several_lines_is_one_chain()
    {
        var headers = new HeaderDictionary { ["X-Forwarded-For"] = new StringValues(["198.51.100.7", "192.0.2.1", "10.0.0.2"]) };

        Assert.Equal(IPAddress.Parse("192.0.2.1"), ClientAddress.Resolve(IPAddress.Parse("10.0.0.1"), headers, s_trusted));
    }

    [Theory]
    [InlineData("192.0.2.9")]
    [InlineData("2001:db8::9")]
    public void Nobody_else_is_believed(string peer) => Assert.Equal(IPAddress.Parse(peer), Resolve(peer, "10.0.0.1", s_trusted));

    [Fact]
    public void Without_trusted_proxies_the_header_is_not_looked_at() =>
        Assert.Equal(IPAddress.Parse("10.0.0.1"), Resolve("10.0.0.1", "192.0.2.1", NetworkList.Empty));

    [Fact]
    public void A_connection_without_an_address_has_none() => Assert.Equal(IPAddress.None, ClientAddress.Resolve(null, new HeaderDictionary(), s_trusted));

    [Fact]
    public void An_endless_chain_is_not_followed_to_its_end() =>
        Assert.Equal(IPAddress.Parse("10.0.0.2"), Resolve("10.0.0.1", "192.0.2.1" + string.Concat(Enumerable.Repeat(", 10.0.0.2", 1000)), s_trusted));

    private static IPAddress Resolve(string peer, string forwarded, NetworkList trusted) =>
        ClientAddress.Resolve(IPAddress.Parse(peer), new HeaderDictionary { ["X-Forwarded-For"] = forwarded }, trusted);
}
