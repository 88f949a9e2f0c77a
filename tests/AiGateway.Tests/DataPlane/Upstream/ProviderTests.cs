using AiGateway.Configuration;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ProviderTests : IDisposable
{
    private readonly UpstreamConnections _connections = new(new Version(1, 1));

    public void Dispose() => _connections.Dispose();

    [Theory]
    [InlineData("https://api.example.com/v1", "/models", "", "https://api.example.com/v1/models")]
    [InlineData("https://api.example.com", "/models", "", "https://api.example.com/models")]
    [InlineData("http://127.0.0.1:8000/v1", "/files/a%7Eb/content", "?x=%2F&y=a+b", "http://127.0.0.1:8000/v1/files/a%7Eb/content?x=%2F&y=a+b")]
    [InlineData("http://127.0.0.1:8000/v1", "/models/...", "?", "http://127.0.0.1:8000/v1/models/...?")]
    public void An_address_is_the_base_and_what_the_caller_sent_as_he_sent_it(string baseAddress, string path, string query, string expected)
    {
        var provider = NewProvider(baseAddress);

        Assert.Equal(expected, provider.Address(path, query, isFixed: false).OriginalString);
        Assert.Equal(new Uri(expected).Authority, provider.Address(path, query, isFixed: true).Authority);
        Assert.Equal(expected, provider.Address(path, query, isFixed: true).OriginalString);
    }

    [Fact]
    public void Only_an_address_that_does_not_change_is_kept()
    {
        var provider = NewProvider("http://127.0.0.1/v1");

        Assert.Same(provider.Address("/models", "", isFixed: true), provider.Address("/models", "", isFixed: true));
        Assert.NotSame(provider.Address("/models", "?a", isFixed: true), provider.Address("/models", "?a", isFixed: true));
        Assert.NotSame(provider.Address("/models/a", "", isFixed: false), provider.Address("/models/a", "", isFixed: false));
    }

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

    private Provider NewProvider(string baseAddress) => new(EnvironmentProvider.Of(new Uri(baseAddress), "k", new Version(1, 1)), _connections);
}
