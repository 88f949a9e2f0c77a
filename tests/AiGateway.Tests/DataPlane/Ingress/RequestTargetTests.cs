using AiGateway.Ingress;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/v1/models", "/v1/models", "")]
    [InlineData("/v1/models?limit=1", "/v1/models", "?limit=1")]
    [InlineData("/v1/models?", "/v1/models", "?")]
    [InlineData("/v1/models?a=?&b=%2F", "/v1/models", "?a=?&b=%2F")]
    [InlineData("/a%2Fb/../c", "/a%2Fb/../c", "")]
    [InlineData("//evil/v1/models", "//evil/v1/models", "")]
    [InlineData("/x?u=http://a/b", "/x", "?u=http://a/b")]
    [InlineData("/http://a/b", "/http://a/b", "")]
    [InlineData("http://host/v1/models?x=1", "/v1/models", "?x=1")]
    [InlineData("HTTPS://host:8443//v1", "//v1", "")]
    [InlineData("http://host", "/", "")]
    [InlineData("http://host?x=1", "/", "?x=1")]
    [InlineData("http://host?x=/v1/models", "/", "?x=/v1/models")]
    [InlineData("*", "*", "")]
    [InlineData("host:443", "host:443", "")]
    [InlineData("", "", "")]
    public void Path_and_query_are_told_apart_and_left_as_they_are(string target, string path, string query) =>
        Assert.Equal((path, query), RequestTarget.Split(target));
}
