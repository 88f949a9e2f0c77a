using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>What is known of models without being configured.</summary>
public interface IModelCatalogue
{
    /// <summary>What a model costs; null where that is not known.</summary>
    /// <param name="providerType">The type of the provider's preset.</param>
    /// <param name="model">What the provider calls the model.</param>
    PriceSettings? PriceOf(string providerType, string model);

    /// <summary>How many tokens a model takes and how many it gives at most; null where that is not known.</summary>
    /// <param name="providerType">The type of the provider's preset.</param>
    /// <param name="model">What the provider calls the model.</param>
    (int? Input, int? Output) SizesOf(string providerType, string model) => default;

    /// <summary>The models that a kind of provider has, as it calls them; empty where that is not known.</summary>
    IReadOnlyList<string> ModelsOf(string providerType);
}
