using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1", "https://dashscope.aliyuncs.com/compatible-mode/v1")]
    [InlineData("https://api.example.com/v1/", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1//", "https://api.example.com/v1")]
    [InlineData("HTTP://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("http://[::1]:8000/v1", "http://[::1]:8000/v1")]
    public void A_base_URL_is_read_without_the_slash_at_its_end(string text, string url) =>
        Assert.Equal(url, TargetUrl.Parse(text).Value!.AbsoluteUri);

    [Theory]
    [InlineData("api.example.com/v1", "does not begin with http:// or https://")]
    [InlineData("/v1", "does not begin with http:// or https://")]
    [InlineData("ftp://api.example.com", "does not begin with http:// or https://")]
    [InlineData("https://", "is not a URL")]
    [InlineData("https:///v1", "is not a URL")]
    [InlineData("https://api.example.com:99999", "is not a URL")]
    [InlineData("https://api.example.com:0", "is not a URL")]
    [InlineData("https://api.example .com", "is not a URL")]
    [InlineData("https://api.example.com\\v1", "is not a URL")]
    [InlineData("https://api.example.com/v1\u0001", "is not a URL")]
    [InlineData("https://user:password@api.example.com/v1", "has user info")]
    [InlineData("https://@api.example.com/v1", "has user info")]
    [InlineData("https://api.example.com/v1?key=password", "has a query or a fragment")]
    [InlineData("https://api.example.com/v1?", "has a query or a fragment")]
    [InlineData("https://api.example.com/v1#", "has a query or a fragment")]
    [InlineData("https://api.example.com/v1/chat/completions", "leave out /chat/completions at its end")]
    [InlineData("https://api.example.com/v1/chat/completions/", "leave out /chat/completions at its end")]
    [InlineData("https://api.example.com/v1/completions", "leave out /completions at its end")]
    [InlineData("https://api.example.com/v1/responses", "leave out /responses at its end")]
    public void What_is_no_base_URL_is_refused_and_the_reason_told(string text, string reason) =>
        Assert.Contains(reason, TargetUrl.Parse(text).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://user:password@api.example.com/v1")]
    [InlineData("https://api.example.com/v1?key=password")]
    [InlineData("https://api.example.com/v1#password")]
    [InlineData("password")]
    public void A_text_that_may_hold_a_credential_is_not_shown(string text) =>
        Assert.DoesNotContain("password", TargetUrl.Show(text), StringComparison.Ordinal);

    [Fact]
    public void A_URL_without_places_for_a_credential_is_shown() =>
        Assert.Equal("\"ftp://api.example.com\"", TargetUrl.Show("ftp://api.example.com"));
}
