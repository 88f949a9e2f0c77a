using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class CallerQueryTests
{
    [Theory]
    [InlineData("gemini", "?alt=sse", "?alt=sse")]
    [InlineData("gemini", "?%61lt=sse&x=1", "?%61lt=sse")]
    [InlineData("gemini", "?key=secret&alt=sse&access_token=secret", "?alt=sse")]
    [InlineData("gemini", "?%6Bey=secret&$key=secret&quotaUser=me", "")]
    [InlineData("anthropic", "?beta=true", "?beta=true")]
    [InlineData("openai-chat", "?a=1&api-version=2024-10-21&&b", "?a=1&api-version=2024-10-21&&b")]
    [InlineData("openai-chat", "?key=secret&a=1&API%5Fkey=secret", "?a=1")]
    [InlineData("openai-responses", "?access_token=secret", "")]
    [InlineData("anthropic", "?beta=true&api-key=secret", "?beta=true")]
    [InlineData("gemini", "?", "?")]
    [InlineData("gemini", "", "")]
    public void What_a_dialect_knows_goes_up_as_it_was_sent(string dialect, string query, string expected) =>
        Assert.Equal(expected, CallerQuery.Of(query, new Surface(DialectOf(dialect))));

    [Theory]
    [InlineData("?api-version=2020-01-01", "")]
    [InlineData("?a=b&api%2Dversion=2020-01-01&c", "?a=b&c")]
    public void The_version_is_the_operators_to_say(string query, string expected) =>
        Assert.Equal(expected, CallerQuery.Of(query, new Surface(DialectOf("openai-chat")) { Version = new ApiVersion("api-version", "2024-10-21", InQuery: true) }));

    private static Dialect DialectOf(string name) => Assert.Single(DialectCatalogue.All, dialect => dialect.Name == name);
}
