using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ProviderTests
{
    [Fact]
    public void What_is_remembered_of_models_is_bounded()
    {
        var provider = NewProvider("http://127.0.0.1/v1");
        for (var model = 0; model < 5_000; model++)
        {
            provider.RememberRefusal($"m{model}");
        }

        Assert.True(provider.RefusesUsage("m0"));
        Assert.True(provider.RefusesUsage("m1023"));
        Assert.False(provider.RefusesUsage("m1024"));
        Assert.False(provider.RefusesUsage("M0"));
    }

    [Theory]
    [InlineData("mistral", true)]
    [InlineData("perplexity", true)]
    [InlineData("dashscope", false)]
    public void Usage_is_not_asked_for_where_the_question_is_refused(string type, bool refuses) =>
        Assert.Equal(refuses, new Provider(SettingsOf(type, "http://127.0.0.1/v1")).RefusesUsage("any"));

    [Fact]
    public void Each_connect_timeout_has_connections_of_its_own_and_their_number_is_bounded()
    {
        var provider = new Provider(SettingsOf("openai", "http://127.0.0.1/v1"));
        var first = provider.ConnectionsFor(TimeSpan.FromSeconds(1));
        var pools = Enumerable.Range(1, 100).Select(seconds => provider.ConnectionsFor(TimeSpan.FromSeconds(seconds))).ToList();

        Assert.Same(first, pools[0]);
        Assert.NotSame(pools[0], pools[1]);
        Assert.Equal(16, pools.Distinct().Count());
        Assert.Same(first, provider.ConnectionsFor(TimeSpan.FromSeconds(1)));
    }

    private static ProviderSettings SettingsOf(string type, string baseAddress) =>
        new() { Name = "p", Preset = ProviderCatalogue.ByType[type], BaseUrl = new Uri(baseAddress) };

    private static Provider NewProvider(string baseAddress) => new(EnvironmentProvider.Of(new Uri(baseAddress), "k", new Version(1, 1)));
}
