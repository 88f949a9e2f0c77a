using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;

namespace AiGateway.Routing;

/// <summary>The catalogue that the program brings along.</summary>
public sealed class BuiltInModels : IModelCatalogue
{
    // Of models that the catalogue has, and so bounded by it.
    private readonly ConcurrentDictionary<(string, string), PriceSettings> _prices = new();

    private BuiltInModels()
    {
    }

    /// <summary>The one instance.</summary>
    public static BuiltInModels Instance { get; } = new();

    /// <inheritdoc/>
    public PriceSettings? PriceOf(string providerType, string model)
    {
        if (_prices.TryGetValue((providerType, model), out var known))
        {
            return known;
        }

        return ModelCatalogue.Find(providerType, model)?.Price is { } price
            ? _prices.GetOrAdd((providerType, model), new PriceSettings(price.Currency, price.Input, price.CachedInput, price.Output))
            : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelsOf(string providerType) => ModelCatalogue.ModelsOf(providerType);
}
