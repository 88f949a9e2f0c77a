using AiGateway.Configuration;
using AiGateway.Ingress;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class StreamFormTests
{
    private const string Stream = "/v1beta/models/m:streamGenerateContent";

    [Theory]
    [InlineData(Stream, "?alt=sse", false, "?alt=sse")]
    [InlineData(Stream, "?x=1&alt=sse&y", false, "?x=1&alt=sse&y")]
    [InlineData(Stream, "?%61lt=sse", false, "?%61lt=sse")]
    [InlineData(Stream, "?$alt=sse", false, "?$alt=sse")]
    [InlineData(Stream, "?x&%24alt=json&alt=media", true, "?x&alt=sse")]
    [InlineData(Stream, "", true, "?alt=sse")]
    [InlineData(Stream, "?", true, "?alt=sse")]
    [InlineData(Stream, "?alt=json", true, "?alt=sse")]
    [InlineData(Stream, "?alt=sse&alt=json", true, "?alt=sse")]
    [InlineData(Stream, "?prettyPrint=false", true, "?prettyPrint=false&alt=sse")]
    [InlineData("/v1beta/models/m:generateContent", "?alt=json", false, "?alt=json")]
    [InlineData("/v1/chat/completions", "", false, "")]
    public void Who_does_not_ask_for_events_wants_an_array_and_the_provider_is_asked_for_events(string path, string query, bool wantsArray, string asked)
    {
        var exchange = Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, new FakeTimeProvider()), path: path, query: query);

        StreamForm.Take(exchange);

        Assert.Equal((wantsArray, asked), (exchange.WantsArray, exchange.Query));
    }
}
