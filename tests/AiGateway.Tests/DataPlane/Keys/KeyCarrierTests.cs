using AiGateway.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Tests.DataPlane.Keys;

public sealed class KeyCarrierTests
{
    [Theory]
    [InlineData("Authorization", "Bearer sk-1")]
    [InlineData("Authorization", "bearer sk-1")]
    [InlineData("authorization", "BEARER   sk-1  ")]
    [InlineData("x-api-key", "sk-1")]
    [InlineData("X-Api-Key", " sk-1 ")]
    [InlineData("x-goog-api-key", "sk-1")]
    [InlineData("api-key", "sk-1")]
    public void Every_carrier_is_read(string name, string value) => Assert.Equal("sk-1", Found((name, value)));

    [Fact]
    public void Of_several_carriers_only_the_first_is_judged()
    {
        (string, string)[] carriers = [("Authorization", "Bearer 1"), ("x-api-key", "2"), ("x-goog-api-key", "3"), ("api-key", "4")];
        for (var first = 0; first < carriers.Length; first++)
        {
            Assert.Equal($"{first + 1}", Found(carriers.AsSpan(first)));
        }
    }

    [Theory]
    [InlineData("Authorization", "sk-1")]
    [InlineData("Authorization", "Basic c2stMQ==")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer\tsk-1")]
    [InlineData("Authorization", "Bearer sk-1 sk-2")]
    [InlineData("x-api-key", "")]
    [InlineData("x-api-key", "  ")]
    public void A_carrier_without_a_key_is_malformed_even_beside_a_good_one(string name, string value)
    {
        var headers = Headers((name, value), ("api-key", "sk-1"));

        Assert.Equal(KeyCarrierResult.Malformed, KeyCarrier.Find(headers, own: null, inQuery: null, out var key));
        Assert.True(key.IsEmpty);
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-1", "Bearer sk-1")]
    [InlineData("x-api-key", "sk-1", "sk-2")]
    public void The_same_carrier_twice_is_malformed(string name, string one, string other)
    {
        var headers = new HeaderDictionary { [name] = new StringValues([one, other]) };

        Assert.Equal(KeyCarrierResult.Malformed, KeyCarrier.Find(headers, own: null, inQuery: null, out _));
    }

    [Fact]
    public void An_empty_authorization_is_none()
    {
        Assert.Equal("sk-1", Found(("Authorization", ""), ("api-key", "sk-1")));
        Assert.Equal(KeyCarrierResult.Missing, KeyCarrier.Find(Headers(("Authorization", "")), own: null, inQuery: null, out _));
    }

    [Fact]
    public void Without_a_carrier_there_is_no_key() =>
        Assert.Equal(KeyCarrierResult.Missing, KeyCarrier.Find(Headers(("Cookie", "key=sk-1"), ("Proxy-Authorization", "Bearer sk-1")), own: null, inQuery: null, out _));

    private static string Found(params ReadOnlySpan<(string Name, string Value)> carriers)
    {
        Assert.Equal(KeyCarrierResult.Found, KeyCarrier.Find(Headers(carriers), own: null, inQuery: null, out var key));
        return key.ToString();
    }

    private static HeaderDictionary Headers(params ReadOnlySpan<(string Name, string Value)> carriers)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in carriers)
        {
            headers[name] = value;
        }

        return headers;
    }
}
