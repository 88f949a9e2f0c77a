using System.Globalization;
using AiGateway.Configuration;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>
/// The cheapest target, three prompt tokens counted to one generated; among equals the weights decide. Prices in another currency than the first
/// target's that has one cannot be compared: those targets come later, and those without a price last.
/// </summary>
internal sealed class LowestCostStrategy(ModelRoute route, Target[] targets) : TargetStrategy
{
    private const int PromptTokensToOneGenerated = 3;
    private const long OtherCurrency = long.MaxValue - 1;
    private const long Unknown = long.MaxValue;

    private readonly Spread _spread = new([.. targets.Select(target => target.Settings.Weight)]);

    public override int Choose(ulong among, Exchange exchange, long now)
    {
        var (cheapest, equals) = (Unknown, 0UL);
        string? currency = null;
        for (var i = 0; i < targets.Length; i++)
        {
            var cost = CostOf(targets[i], exchange, ref currency);
            if ((among >> i & 1) == 0)
            {
                continue;
            }

            (cheapest, equals) = cost < cheapest ? (cost, 1UL << i) : (cheapest, cost == cheapest ? equals | (1UL << i) : equals);
        }

        return _spread.Choose(equals);
    }

    public override string Explain(int place, Exchange exchange, long now) => PriceOf(targets[place], exchange) is { } price
        ? string.Create(CultureInfo.InvariantCulture, $"{PriceText.Of(price)}, weight {targets[place].Settings.Weight} among equals")
        : "no price known";

    private long CostOf(Target target, Exchange exchange, ref string? currency)
    {
        if (PriceOf(target, exchange) is not { } price)
        {
            return Unknown;
        }

        currency ??= price.Currency;
        return price.Currency == currency ? (price.Input * PromptTokensToOneGenerated) + price.Output : OtherCurrency;
    }

    private PriceSettings? PriceOf(Target target, Exchange exchange) => route.PriceOf(target, exchange.Model ?? "");
}
