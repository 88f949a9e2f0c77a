using AiGateway.Upstream;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class AnswerHeadersTests
{
    [Theory]
    [InlineData("openai-processing-ms")]
    [InlineData("openai-model")]
    [InlineData("x-dashscope-call-gateway")]
    [InlineData("Cache-Control")]
    [InlineData("ETag")]
    [InlineData("X-Made-Up")]
    public void An_ordinary_header_passes(string name) => Assert.True(AnswerHeaders.Passes(name));

    [Theory]
    [InlineData("Connection")]
    [InlineData("keep-alive")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Content-Length")]
    [InlineData("Upgrade")]
    [InlineData("Trailer")]
    [InlineData("Set-Cookie")]
    [InlineData("Server")]
    [InlineData("Alt-Svc")]
    [InlineData("Strict-Transport-Security")]
    [InlineData("WWW-Authenticate")]
    [InlineData("openai-organization")]
    [InlineData("OpenAI-Project")]
    [InlineData("anthropic-organization-id")]
    [InlineData("x-request-id")]
    [InlineData("Retry-After")]
    [InlineData("x-ratelimit-remaining-requests")]
    [InlineData("RateLimit-Limit")]
    [InlineData("anthropic-ratelimit-requests-limit")]
    [InlineData("Access-Control-Allow-Origin")]
    [InlineData("X-Gateway-Provider")]
    public void What_is_the_hops_the_accounts_or_the_gateways_does_not(string name) => Assert.False(AnswerHeaders.Passes(name));

    [Fact]
    public void Values_are_copied_as_they_are_and_several_stay_several()
    {
        var headers = Copy(("X-One", "a, b"), ("X-Two", "a"), ("X-Two", "b"), ("Content-Type", "text/plain;charset=odd"), ("Content-Language", "de"));

        Assert.Equal("a, b", headers["X-One"]);
        Assert.Equal(["a", "b"], headers["X-Two"].ToArray());
        Assert.Equal("text/plain;charset=odd", headers["Content-Type"]);
        Assert.Equal("de", headers["Content-Language"]);
    }

    [Fact]
    public void Headers_that_connection_names_are_withheld_and_none_that_are_only_part_of_such_a_name()
    {
        var headers = Copy(("Connection", "keep-alive, X-Hop , x-other-hop"), ("x-hop", "1"), ("X-Other-Hop", "1"), ("X-Other", "1"), ("Hop", "1"));

        Assert.Equal(["Hop", "X-Other"], headers.Keys.Order());
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\u007fb")]
    [InlineData("a\u001b[31mb")]
    public void A_value_that_the_server_would_refuse_to_send_is_left_out(string value) => Assert.Empty(Copy(("X-Odd", value)));

    private static HeaderDictionary Copy(params ReadOnlySpan<(string Name, string Value)> headers)
    {
        using var answer = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            _ = answer.Headers.TryAddWithoutValidation(name, value) || answer.Content.Headers.TryAddWithoutValidation(name, value);
        }

        var copied = new HeaderDictionary();
        AnswerHeaders.Copy(answer, copied);
        return copied;
    }
}
