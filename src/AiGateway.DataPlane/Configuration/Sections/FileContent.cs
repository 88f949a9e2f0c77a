namespace AiGateway.Configuration.Sections;

/// <summary>What a configuration file says, over what held before. A section that it does not have is null.</summary>
/// <param name="Server">The settings of the gateway itself.</param>
/// <param name="Defaults">What holds for every model; its name and targets mean nothing.</param>
internal sealed record FileContent(GatewaySettings Server, ModelSettings Defaults)
{
    /// <summary>The providers, in the order of the file.</summary>
    public IReadOnlyList<ProviderSettings>? Providers { get; init; }

    /// <summary>The models, in the order of the file.</summary>
    public IReadOnlyList<ModelSettings>? Models { get; init; }

    /// <summary>The keys, in the order of the file.</summary>
    public ValueList<KeySettings>? Keys { get; init; }
}
