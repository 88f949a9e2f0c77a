using AiGateway.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class RequestHeadersTests
{
    [Theory]
    [InlineData("Accept")]
    [InlineData("user-agent")]
    [InlineData("Idempotency-Key")]
    [InlineData("OpenAI-Beta")]
    [InlineData("anthropic-version")]
    [InlineData("anthropic-beta")]
    [InlineData("traceparent")]
    [InlineData("X-DashScope-SSE")]
    [InlineData("x-dashscope-async")]
    public void These_go_up(string name) => Assert.True(RequestHeaders.Passes(name));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("x-goog-api-key")]
    [InlineData("api-key")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Cookie")]
    [InlineData("Host")]
    [InlineData("Connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Content-Length")]
    [InlineData("Accept-Encoding")]
    [InlineData("X-Forwarded-For")]
    [InlineData("OpenAI-Organization")]
    [InlineData("OpenAI-Project")]
    [InlineData("X-DashScope-WorkSpace")]
    [InlineData("x-dashscope-workspace")]
    [InlineData("X-DashScope-DataInspection")]
    [InlineData("x-gateway-timeout")]
    [InlineData("X-Made-Up")]
    public void These_and_all_others_do_not(string name) => Assert.False(RequestHeaders.Passes(name));

    [Fact]
    public void What_passes_is_copied_as_it_is()
    {
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary
        {
            ["User-Agent"] = "odd/(unbalanced",
            ["OpenAI-Beta"] = new StringValues(["a=1", "b=2"]),
            ["Cookie"] = "c",
        };

        RequestHeaders.Copy(headers, request.Headers);

        Assert.Equal("odd/(unbalanced", request.Headers.NonValidated["User-Agent"].ToString());
        Assert.Equal(["a=1", "b=2"], request.Headers.NonValidated["OpenAI-Beta"]);
        Assert.Equal(2, request.Headers.NonValidated.Count);
    }
}
