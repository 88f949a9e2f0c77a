using AiGateway.Configuration;
using AiGateway.Routing;

namespace AiGateway.Tests.DataPlane.Routing;

public sealed class BuiltInModelsTests
{
    [Fact]
    public void A_price_is_the_catalogues_and_made_once()
    {
        var price = BuiltInModels.Instance.PriceOf("openai", "gpt-5.4");

        Assert.Equal(new PriceSettings("USD", 2_500_000_000, 250_000_000, 15_000_000_000), price);
        Assert.Same(price, BuiltInModels.Instance.PriceOf("openai", "gpt-5.4"));
        Assert.Null(BuiltInModels.Instance.PriceOf("openai", "no-such-model"));
        Assert.Null(BuiltInModels.Instance.PriceOf("vllm", "gpt-5.4"));
    }

    [Fact]
    public void The_models_of_a_kind_of_provider_are_told() => Assert.Contains("gpt-5.4", BuiltInModels.Instance.ModelsOf("openai"));
}
