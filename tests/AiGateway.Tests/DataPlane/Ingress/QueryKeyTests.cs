using AiGateway.Configuration;
using AiGateway.Ingress;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class QueryKeyTests
{
    [Theory]
    [InlineData("/v1beta/models/m:generateContent", "?key=k", "k", "")]
    [InlineData("/v1beta/models/m:generateContent", "?alt=sse&%6Bey=k%2B&x", "k+", "?alt=sse&x")]
    [InlineData("/v1beta/models/m:generateContent", "?key=k&key=j", "", "")]
    [InlineData("/v1beta/models/m:fly", "?key=k", "k", "")]
    [InlineData("/v1beta/nowhere", "?key=k&x=1", "k", "?x=1")]
    [InlineData("/v1/chat/completions", "?key=k", null, "?key=k")]
    public void On_the_paths_of_a_dialect_that_has_keys_in_the_query_it_is_taken_out_wherever_they_lead(string path, string query, string? key, string left)
    {
        var exchange = Exchanges.Of(SnapshotCompiler.Compile(Exchanges.Settings, new FakeTimeProvider()), path: path, query: query);

        QueryKey.Take(exchange);

        Assert.Equal((key, left), (exchange.QueryKey, exchange.Query));
    }
}
