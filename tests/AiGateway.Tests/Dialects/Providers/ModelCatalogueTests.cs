using AiGateway.Dialects.Providers;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects.Providers;

public sealed class ModelCatalogueTests
{
    // Price lists of providers whose dialects have no preset yet.
    private static readonly string[] s_ofOtherDialects = ["anthropic", "gemini"];

    private static readonly string[][] s_lines =
        [.. Repository.Read("src/AiGateway.Dialects/Providers/models.tsv").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];

    [Fact]
    public void A_price_is_in_billionths_of_its_currency()
    {
        var model = ModelCatalogue.Find("openai", "gpt-5.4")!;

        Assert.Equal((1_050_000, 128_000, "2026-07-02"), (model.ContextWindow!.Value, model.MaxOutput!.Value, model.AsOf));
        Assert.Equal(("USD", 2_500_000_000, 15_000_000_000, 250_000_000L), (model.Price!.Currency, model.Price.Input, model.Price.Output, model.Price.CachedInput!.Value));
        Assert.Equal(new PriceTier(272_000, 5_000_000_000, 22_500_000_000, 500_000_000, null), Assert.Single(model.Price.Tiers));
    }

    [Fact]
    public void Regions_have_prices_of_their_own()
    {
        var beijing = ModelCatalogue.Find("dashscope", "qwen3.7-flash")!.Price!;

        Assert.Equal(("CNY", 200_000_000), (beijing.Currency, beijing.Input));
        Assert.Equal([32_000, 256_000], beijing.Tiers.Select(tier => tier.PromptAbove));
        Assert.Equal("USD", ModelCatalogue.Find("dashscope-intl", "qwen3.7-flash")!.Price!.Currency);
        Assert.Null(ModelCatalogue.Find("dashscope-us", "qwen3.7-flash"));
    }

    [Fact]
    public void Two_addresses_of_one_provider_share_a_list() =>
        Assert.Same(ModelCatalogue.Find("moonshot", "kimi-k3"), ModelCatalogue.Find("moonshot-intl", "kimi-k3"));

    [Theory]
    [InlineData("openai", "no-such-model")]
    [InlineData("no-such-type", "gpt-5.4")]
    [InlineData("openai", "GPT-5.4")]
    [InlineData("openai-compatible", "gpt-5.4")]
    public void What_is_not_known_is_null(string type, string model) => Assert.Null(ModelCatalogue.Find(type, model));

    [Fact]
    public void A_provider_has_its_models_by_name()
    {
        var names = ModelCatalogue.NamesOf("moonshot-intl");

        Assert.Contains("kimi-k3", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.NotNull(ModelCatalogue.Find("moonshot-intl", name)));
        Assert.Empty(ModelCatalogue.NamesOf("vllm"));
        Assert.Empty(ModelCatalogue.NamesOf("no-such-type"));
    }

    [Fact]
    public void Every_line_is_read_and_belongs_to_a_provider()
    {
        var lists = ProviderCatalogue.All.Select(preset => preset.PriceList ?? preset.Type).Concat(s_ofOtherDialects).ToHashSet();

        Assert.Equal(s_lines.Length, ModelCatalogue.All.Count);
        Assert.All(s_lines, cells =>
        {
            Assert.Contains(cells[0], lists);
            var model = ModelCatalogue.Find(cells[0], cells[1])!;
            Assert.Matches("^20[0-9]{2}-[0-9]{2}(-[0-9]{2})?$", model.AsOf);
            Assert.True(model.Price is null || (model.Price.Currency.Length == 3 && model.Price.Input >= 0 && model.Price.Output >= 0));
            Assert.True(model.Price is null || model.Price.Tiers.Select(tier => tier.PromptAbove).SequenceEqual(model.Price.Tiers.Select(tier => tier.PromptAbove).Order()));
        });
    }

    [Fact]
    public void Its_sources_are_thanked()
    {
        var notices = Repository.Read("THIRD-PARTY-NOTICES.md");
        Assert.All(["models.dev", "Charmbracelet, Inc", "Portkey.ai"], source => Assert.Contains(source, notices));
    }
}
