using System.Collections.Frozen;

namespace AiGateway.Dialects.Providers;

/// <summary>Every kind of provider that has a name, one row each. A row is all that most of them need.</summary>
public static class ProviderCatalogue
{
    /// <summary>Any provider that speaks OpenAI's API; the operator says where it is.</summary>
    public const string OpenAiCompatible = "openai-compatible";

    /// <summary>All presets by their type.</summary>
    public static FrozenDictionary<string, ProviderPreset> ByType { get; } = new ProviderPreset[]
    {
        new() { Type = "dashscope", BaseUrl = new Uri("https://dashscope.aliyuncs.com/compatible-mode/v1"), Prefill = AssistantPrefill.Partial },
        new() { Type = "openai", BaseUrl = new Uri("https://api.openai.com/v1") },
        new() { Type = OpenAiCompatible, NeedsKey = false },
        new() { Type = "simulated", NeedsKey = false },
    }.ToFrozenDictionary(preset => preset.Type, StringComparer.Ordinal);
}
