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

    [Theory]
    [InlineData("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "https://dashscope.aliyuncs.com/apps/anthropic/v1/messages")]
    [InlineData("dashscope-intl", "https://w1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1", "https://w1.ap-southeast-1.maas.aliyuncs.com/apps/anthropic/v1/messages")]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "https://api.deepseek.com/anthropic/v1/messages")]
    [InlineData("moonshot-intl", "https://api.moonshot.ai/v1", "https://api.moonshot.ai/anthropic/v1/messages")]
    [InlineData("zhipu", "https://open.bigmodel.cn/api/paas/v4", "https://open.bigmodel.cn/api/anthropic/v1/messages")]
    [InlineData("minimax", "https://api.minimaxi.com/v1", "https://api.minimaxi.com/anthropic/v1/messages")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/messages")]
    [InlineData("vllm", "http://10.0.0.7:8000/v1", "http://10.0.0.7:8000/v1/messages")]
    public void Messages_go_untranslated_to_who_imitates_them(string type, string baseAddress, string expected)
    {
        var provider = new Provider(SettingsOf(type, baseAddress));

        Assert.Equal((false, "anthropic", expected), Approach(provider, "/messages"));
        Assert.True(Approach(provider, "/models/{model}:generateContent") is { Translates: true, Dialect: "openai-chat" });
    }

    [Fact]
    public void Where_the_root_is_not_known_messages_are_translated() =>
        Assert.True(Approach(new Provider(SettingsOf("zhipu", "https://api.z.ai/api/coding/paas/v4")), "/messages") is { Translates: true, Dialect: "openai-chat" });

    [Theory]
    [InlineData("/messages", "claude-sonnet-4-5@20250929", false, "publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict")]
    [InlineData("/messages", "claude-sonnet-4-5", true, "publishers/anthropic/models/claude-sonnet-4-5:streamRawPredict")]
    [InlineData("/messages/count_tokens", "claude-sonnet-4-5", false, "publishers/anthropic/models/count-tokens:rawPredict")]
    [InlineData("/chat/completions", "claude-opus-4-1", true, "publishers/anthropic/models/claude-opus-4-1:streamRawPredict")]
    [InlineData("/models/{model}:generateContent", "claude-opus-4-1", false, "publishers/anthropic/models/claude-opus-4-1:rawPredict")]
    [InlineData("/models/{model}:generateContent", "gemini-2.5-pro", false, "publishers/google/models/gemini-2.5-pro:generateContent")]
    [InlineData("/messages", "gemini-2.5-pro", true, "publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse")]
    [InlineData("/chat/completions", "a/b", false, "publishers/google/models/a%2Fb:generateContent")]
    public void One_provider_speaks_to_each_model_in_the_words_of_its_maker(string path, string model, bool streams, string expected)
    {
        const string Base = "https://aiplatform.googleapis.com/v1/projects/p/locations/global/";
        var provider = new Provider(SettingsOf("vertex", Base));

        Assert.True(provider.TryApproach(OperationOf(path), model, streams, out var approach));
        var call = new SurfaceCall(approach.Operation, approach.Operation.Tail, approach.Operation.Query, model, streams, Continues: false);
        Assert.Equal(Base + expected, approach.Surface.AddressOf(call).OriginalString);
        Assert.Equal(expected.Contains("awPredict", StringComparison.Ordinal) && !expected.Contains("count", StringComparison.Ordinal), approach.Surface.OmitsModel(call));
    }

    [Theory]
    [InlineData("/chat/completions", "my-gpt", "", null, "/deployments/my-gpt/chat/completions?api-version=2024-10-21")]
    [InlineData("/embeddings", "e", "?a=b", "2025-01-01-preview", "/deployments/e/embeddings?api-version=2025-01-01-preview&a=b")]
    [InlineData("/images/generations", "", "", null, "/images/generations?api-version=2024-10-21")]
    [InlineData("/images/generations", "pictures", "", null, "/deployments/pictures/images/generations?api-version=2024-10-21")]
    [InlineData("/files", "", "", null, "/files?api-version=2024-10-21")]
    [InlineData("/responses", "my-gpt", "", "2025-03-01-preview", "/responses?api-version=2025-03-01-preview")]
    public void A_deployment_stands_in_the_path_and_the_version_in_the_query(string path, string model, string query, string? version, string expected)
    {
        const string Base = "https://r.openai.azure.com/openai";
        var provider = new Provider(SettingsOf("azure-openai-classic", Base) with { ApiVersion = version });
        var operation = OperationOf(path);

        Assert.True(provider.TryApproach(operation, model, streams: false, out var approach));
        Assert.Equal(Base + expected, approach.Surface.AddressOf(new SurfaceCall(operation, path, query, model, Streams: false, Continues: false)).OriginalString);
    }

    [Fact]
    public void Every_operation_has_an_address_on_every_surface_of_every_kind() => Assert.All(ProviderCatalogue.All, preset =>
    {
        var settings = new ProviderSettings { Name = "p", Preset = preset, BaseUrl = preset.BaseUrl ?? preset.BaseUrlOf("p", "l") ?? new Uri("https://host/v1") };
        var surfaces = preset.Surfaces.Select(surface => new ProviderSurface(settings, surface, preset.Surfaces)).ToList();

        Assert.All(surfaces, surface =>
        {
            Assert.True(surface.IsKnown, surface.Dialect.Name);
            var served = surface.Dialect.Operations.Where(surface.Serves).ToList();
            Assert.NotEmpty(served);
            Assert.All(served, operation =>
            {
                var address = surface.AddressOf(new SurfaceCall(operation, FilledIn(operation.Tail), operation.Query, "m", operation.AlwaysStreams, Continues: false));
                Assert.StartsWith(settings.BaseUrl.GetLeftPart(UriPartial.Authority) + "/", address.OriginalString);
                Assert.DoesNotContain('{', address.OriginalString);
                Assert.DoesNotContain("//", address.OriginalString["https://".Length..]);
            });
        });
    });

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
    [InlineData("moonshot", "/messages", null, AssistantPrefill.Trailing)]
    [InlineData("dashscope", "/messages", null, AssistantPrefill.Trailing)]
    [InlineData("zhipu", "/messages", null, AssistantPrefill.None)]
    [InlineData("anthropic", "/messages", null, AssistantPrefill.Trailing)]
    [InlineData("anthropic", "/messages", AssistantPrefill.None, AssistantPrefill.None)]
    [InlineData("anthropic", "/messages", AssistantPrefill.Partial, AssistantPrefill.Trailing)]
    public void A_mark_of_a_begun_answer_belongs_to_the_dialect_that_has_room_for_it(string type, string path, AssistantPrefill? set, AssistantPrefill expected)
    {
        var provider = new Provider(SettingsOf(type, ProviderCatalogue.ByType[type].BaseUrl!.AbsoluteUri) with { Prefill = set });

        Assert.True(provider.TryApproach(OperationOf(path), "m", streams: true, out var approach));
        Assert.False(approach.Translates);
        Assert.Equal(expected, approach.Surface.Prefill);
    }

    // But for the model, which the surface fills in.
    private static string FilledIn(string path) => path.Replace("{id}", "1", StringComparison.Ordinal).Replace("{item_id}", "2", StringComparison.Ordinal);

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
