using System.Net;
using AiGateway.Hosting;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Tests.Hosting;

public sealed class SimulatedUpstreamTests
{
    [Fact]
    public async Task It_listens_once_for_every_provider_of_its_type_and_gives_them_its_address()
    {
        await using var simulated = new SimulatedUpstream(TimeProvider.System, NullLoggerFactory.Instance);
        var settings = GatewayFile.Settings("""
            providers: { a: { type: simulated }, b: { type: simulated }, c: { type: simulated, base_url: "http://127.0.0.1:9/v1" } }
            models: { m: { targets: [ { provider: a }, { provider: b } ] } }
            keys: [ { key: k } ]
            """);

        var prepared = await simulated.PrepareAsync(settings);
        var again = await simulated.PrepareAsync(settings);

        Assert.Equal(prepared.Providers, again.Providers);
        Assert.Equal(prepared.Providers[0].BaseUrl, prepared.Providers[1].BaseUrl);
        Assert.Equal("http://127.0.0.1:9/v1", prepared.Providers[2].BaseUrl.ToString());
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(prepared.Providers[0].BaseUrl + "/models"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task It_does_nothing_where_nobody_asks_for_it()
    {
        await using var simulated = new SimulatedUpstream(TimeProvider.System, NullLoggerFactory.Instance);
        var settings = EnvironmentSettings.Of("k");

        Assert.Same(settings, await simulated.PrepareAsync(settings));
    }
}
