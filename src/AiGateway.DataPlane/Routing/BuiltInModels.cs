using System.Collections.Frozen;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;

namespace AiGateway.Routing;

/// <summary>What the program itself knows of models. Read when first asked for; thread-safe.</summary>
public sealed class BuiltInModels : IModelCatalogue
{
    // Asked for on the path of requests, so that each price is made once.
    private readonly Lazy<FrozenDictionary<ModelPrice, PriceSettings>> _prices = new(() => ModelCatalogue.All
        .Where(model => model.Price is not null)
        .ToFrozenDictionary(model => model.Price!, model => SettingsOf(model.Price!), (IEqualityComparer<ModelPrice>)ReferenceEqualityComparer.Instance));

    private BuiltInModels()
    {
    }

    /// <summary>The only one.</summary>
    public static BuiltInModels Instance { get; } = new();

    /// <inheritdoc/>
    public PriceSettings? PriceOf(string providerType, string model) =>
        ModelCatalogue.Find(providerType, model)?.Price is { } price ? _prices.Value[price] : null;

    /// <inheritdoc/>
    public (int? Input, int? Output) SizesOf(string providerType, string model) =>
        ModelCatalogue.Find(providerType, model) is { } known ? (known.ContextWindow, known.MaxOutput) : default;

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelsOf(string providerType) => ModelCatalogue.NamesOf(providerType);

    private static PriceSettings SettingsOf(ModelPrice price) => new(price.Currency, price.Input, price.CachedInput, price.Output);
}
