using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ProviderSurfaceTests
{
    private static readonly IReadOnlyList<Operation> s_operations = [.. DialectCatalogue.All.SelectMany(dialect => dialect.Operations)];

    [Theory]
    [InlineData("https://api.example.com/v1", "/models", "", "https://api.example.com/v1/models")]
    [InlineData("https://api.example.com", "/models", "", "https://api.example.com/models")]
    [InlineData("http://127.0.0.1:8000/v1", "/files/a%7Eb/content", "?x=%2F&y=a+b", "http://127.0.0.1:8000/v1/files/a%7Eb/content?x=%2F&y=a+b")]
    [InlineData("http://127.0.0.1:8000/v1", "/models/...", "?", "http://127.0.0.1:8000/v1/models/...?")]
    public void An_address_is_the_base_and_what_the_caller_sent_as_he_sent_it(string baseAddress, string path, string query, string expected)
    {
        var provider = NewProvider(baseAddress);

        Assert.Equal(expected, AddressOf(provider, path, query).OriginalString);
        Assert.Equal(expected, AddressOf(provider, path, query).OriginalString);
    }

    [Fact]
    public void Only_an_address_that_does_not_change_is_kept()
    {
        var provider = NewProvider("http://127.0.0.1/v1");

        Assert.Same(AddressOf(provider, "/models"), AddressOf(provider, "/models"));
        Assert.NotSame(AddressOf(provider, "/models", "?a"), AddressOf(provider, "/models", "?a"));
        Assert.NotSame(AddressOf(provider, "/models/a"), AddressOf(provider, "/models/a"));
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

        Assert.Equal(expected, AddressOf(provider, path).OriginalString);
        Assert.Equal(expected + "?a=b", AddressOf(provider, path, "?a=b").OriginalString);
    }

    [Theory]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "https://api.deepseek.com/beta/chat/completions")]
    [InlineData("moonshot", "https://api.moonshot.cn/v1", "https://api.moonshot.cn/v1/chat/completions")]
    public void An_answer_is_continued_where_the_provider_does_that(string type, string baseAddress, string expected) =>
        Assert.Equal(expected, AddressOf(new Provider(SettingsOf(type, baseAddress)), "/chat/completions", continues: true).OriginalString);

    [Theory]
    [InlineData("cohere", "https://api.cohere.ai/compatibility/v1", "https://api.cohere.ai/v2/rerank")]
    [InlineData("tei", "http://host:8081/v1", "http://host:8081/rerank")]
    [InlineData("tei", "http://host:8081", "http://host:8081/rerank")]
    [InlineData("voyage", "https://api.voyageai.com/v1", "https://api.voyageai.com/v1/rerank")]
    public void Documents_are_put_in_order_where_the_provider_does_it(string type, string baseAddress, string expected) =>
        Assert.Equal((false, "openai-chat", expected), Approach(new Provider(SettingsOf(type, baseAddress)), "/rerank"));

    [Fact]
    public void An_operator_says_what_a_provider_speaks()
    {
        var settings = SettingsOf("openai-compatible", "http://host/v1") with { Dialects = [DialectOf("anthropic"), DialectOf("openai-chat")] };
        var provider = new Provider(settings);

        Assert.Equal((false, "anthropic", "http://host/v1/messages"), Approach(provider, "/messages"));
        Assert.Equal((false, "openai-chat", "http://host/v1/chat/completions"), Approach(provider, "/chat/completions"));
        Assert.Equal((true, "anthropic", "http://host/v1/messages"), Approach(provider, "/responses"));
        Assert.Equal((true, "anthropic", "http://host/v1/messages"), Approach(provider, "/models/{model}:generateContent"));
    }

    [Fact]
    public void What_is_known_of_a_kind_holds_for_the_dialects_that_are_left()
    {
        var provider = new Provider(SettingsOf("gemini", "https://host/v1beta") with { Dialects = [DialectOf("openai-chat")] });

        Assert.Equal((false, "openai-chat", "https://host/v1beta/openai/images/generations"), Approach(provider, "/images/generations"));
        Assert.False(provider.TryApproach(OperationOf("/messages"), "m", streams: false, out _));
    }

    [Theory]
    [InlineData("openai", "/chat/completions", null, AssistantPrefill.None)]
    [InlineData("moonshot", "/chat/completions", null, AssistantPrefill.Partial)]
    [InlineData("moonshot", "/chat/completions", AssistantPrefill.None, AssistantPrefill.None)]
    [InlineData("anthropic", "/messages", null, AssistantPrefill.Trailing)]
    [InlineData("anthropic", "/messages", AssistantPrefill.None, AssistantPrefill.None)]
    [InlineData("anthropic", "/messages", AssistantPrefill.Partial, AssistantPrefill.Trailing)]
    public void A_mark_of_a_begun_answer_belongs_to_the_dialect_that_has_room_for_it(string type, string path, AssistantPrefill? set, AssistantPrefill expected)
    {
        var provider = new Provider(SettingsOf(type, "http://host/v1") with { Prefill = set });

        Assert.True(provider.TryApproach(OperationOf(path), "m", streams: true, out var approach));
        Assert.Equal(expected, approach.Surface.Prefill);
    }

    private static (bool Translates, string Dialect, string Address) Approach(Provider provider, string path)
    {
        Assert.True(provider.TryApproach(OperationOf(path), "m", streams: false, out var approach));
        var address = approach.Surface.AddressOf(new SurfaceCall(approach.Operation, approach.Operation.Tail, "", "m", Streams: false, Continues: false));
        return (approach.Translates, approach.Surface.Dialect.Name, address.OriginalString);
    }

    private static Operation OperationOf(string path) => s_operations.First(operation => operation.Tail == path);

    private static Dialect DialectOf(string name) => Assert.Single(DialectCatalogue.All, dialect => dialect.Name == name);

    private static Uri AddressOf(Provider provider, string path, string query = "", bool continues = false)
    {
        var operation = s_operations.FirstOrDefault(operation => operation.Tail == path) ?? s_operations.First(operation => operation.Tail.Contains('{', StringComparison.Ordinal));
        Assert.True(provider.TryApproach(operation, "m", streams: false, out var approach));
        return approach.Surface.AddressOf(new SurfaceCall(operation, path, query, "m", Streams: false, continues));
    }

    private static ProviderSettings SettingsOf(string type, string baseAddress) =>
        new() { Name = "p", Preset = ProviderCatalogue.ByType[type], BaseUrl = new Uri(baseAddress) };

    private static Provider NewProvider(string baseAddress) => new(EnvironmentProvider.Of(new Uri(baseAddress), "k", new Version(1, 1)));
}
