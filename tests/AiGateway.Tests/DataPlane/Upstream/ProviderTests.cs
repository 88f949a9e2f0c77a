using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ProviderTests
{
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

    [Theory]
    [InlineData("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "/rerank", "https://dashscope.aliyuncs.com/compatible-api/v1/reranks")]
    [InlineData("dashscope-intl", "https://w1.eu-central-1.maas.aliyuncs.com/compatible-mode/v1", "/rerank", "https://w1.eu-central-1.maas.aliyuncs.com/compatible-api/v1/reranks")]
    [InlineData("dashscope", "http://proxy:1/ds/compatible-mode/v1/", "/rerank", "http://proxy:1/ds/compatible-api/v1/reranks")]
    [InlineData("dashscope", "http://127.0.0.1:9", "/rerank", "http://127.0.0.1:9/compatible-api/v1/reranks")]
    [InlineData("dashscope", "http://127.0.0.1:9/v1", "/rerank", "http://127.0.0.1:9/v1/rerank")]
    [InlineData("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "/embeddings", "https://dashscope.aliyuncs.com/compatible-mode/v1/embeddings")]
    [InlineData("deepseek", "https://api.deepseek.com", "/completions", "https://api.deepseek.com/beta/completions")]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "/chat/completions", "https://api.deepseek.com/v1/chat/completions")]
    [InlineData("deepseek", "https://api.deepseek.com/beta", "/completions", "https://api.deepseek.com/beta/completions")]
    [InlineData("openai-compatible", "http://host/v1", "/rerank", "http://host/v1/rerank")]
    public void An_operation_that_is_elsewhere_is_found_there_whatever_the_host(string type, string baseAddress, string path, string expected)
    {
        var provider = new Provider(SettingsOf(type, baseAddress));

        Assert.Equal(expected, provider.Address(path, "", isFixed: true).OriginalString);
        Assert.Equal(expected + "?a=b", provider.Address(path, "?a=b", isFixed: true).OriginalString);
    }

    [Theory]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "https://api.deepseek.com/beta/chat/completions")]
    [InlineData("moonshot", "https://api.moonshot.cn/v1", "https://api.moonshot.cn/v1/chat/completions")]
    public void An_answer_is_continued_where_the_provider_does_that(string type, string baseAddress, string expected) =>
        Assert.Equal(expected, new Provider(SettingsOf(type, baseAddress)).AddressToContinue("/chat/completions").OriginalString);

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
