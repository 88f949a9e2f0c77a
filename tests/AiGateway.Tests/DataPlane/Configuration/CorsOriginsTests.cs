using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class CorsOriginsTests
{
    [Fact]
    public void A_star_allows_every_origin()
    {
        var origins = CorsOrigins.Parse(" * ").Value!;

        Assert.True(origins.Any);
        Assert.True(origins.Enabled);
        Assert.True(origins.Allows("https://anything.example"));
    }

    [Fact]
    public void None_allows_no_origin()
    {
        var origins = CorsOrigins.Parse("none").Value!;

        Assert.False(origins.Any);
        Assert.False(origins.Enabled);
        Assert.False(origins.Allows("https://anything.example"));
    }

    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com")]
    [InlineData("HTTPS://App.Example.COM", "https://app.example.com")]
    [InlineData("https://app.example.com:443", "https://app.example.com")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000")]
    [InlineData("chrome-extension://abcdef", "chrome-extension://abcdef")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public void An_origin_is_allowed_as_browsers_write_it(string text, string origin)
    {
        var origins = CorsOrigins.Parse($"https://other.example , {text},").Value!;

        Assert.True(origins.Allows(origin));
        Assert.True(origins.Allows("https://other.example"));
        Assert.False(origins.Allows("https://else.example"));
        Assert.False(origins.Any);
        Assert.Equal(2, origins.Origins.Count);
    }

    [Theory]
    [InlineData("app.example.com", "is not scheme://host[:port]")]
    [InlineData("null", "is not scheme://host[:port]")]
    [InlineData("https://", "is not scheme://host[:port]")]
    [InlineData("https://app.example.com/", "has more than scheme://host[:port]")]
    [InlineData("https://app.example.com/path", "has more than scheme://host[:port]")]
    [InlineData("https://*.example.com", "")]
    [InlineData("https://app.example.com:99999", "is not scheme://host[:port]")]
    [InlineData("https://user:password@app.example.com", "has more than scheme://host[:port]")]
    [InlineData("*,https://app.example.com", "can only stand alone")]
    [InlineData("https://app.example.com,none", "can only stand alone")]
    [InlineData(",", "names no origin")]
    public void What_is_not_an_origin_is_refused_and_the_reason_told(string text, string reason)
    {
        var parsed = CorsOrigins.Parse(text);

        Assert.False(parsed.IsGood);
        Assert.Contains(reason, parsed.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("password@", parsed.Problem, StringComparison.Ordinal);
    }
}
