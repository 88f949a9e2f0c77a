using System.Globalization;
using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>Prices as people read them.</summary>
public static class PriceText
{
    private const decimal Billionth = 1_000_000_000m;

    /// <summary>A price: <c>0.4 USD in, 1.2 USD out per million tokens</c>.</summary>
    public static string Of(PriceSettings price) => string.Create(
        CultureInfo.InvariantCulture, $"{price.Input / Billionth:0.#########} {price.Currency} in, {price.Output / Billionth:0.#########} {price.Currency} out per million tokens");
}
