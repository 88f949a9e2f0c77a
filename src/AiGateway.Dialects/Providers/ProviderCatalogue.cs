using System.Collections.Frozen;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Dialects.Providers;

/// <summary>Every kind of provider that has a name, one row each. A row is all that most of them need.</summary>
public static partial class ProviderCatalogue
{
    /// <summary>Any provider that speaks OpenAI's API; the operator says where it is.</summary>
    public const string OpenAiCompatible = "openai-compatible";

    /// <summary>The built-in simulated provider; the program knows where it is.</summary>
    public const string Simulated = "simulated";

    /// <summary>All presets, in the order of the documents: the general one, clouds, China, the rest of the world, servers of one's own.</summary>
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        new()
        {
            Type = OpenAiCompatible,
            Name = "Anything that speaks OpenAI's API",
            BaseUrlHint = "https://host/v1",
            Surfaces = Surface.OpenAi,
            NeedsKey = false,
        },
        new()
        {
            Type = Simulated,
            Name = "The built-in simulated provider",
            BaseUrlHint = "within the program",
            Surfaces = Surface.OpenAi,
            Rules = MakerRules.Book,
            NeedsKey = false,
        },
        .. Clouds(),
        .. DashScopes(),
        .. China(),
        .. World(),
        .. SelfHosted(),
    ];

    /// <summary>All presets by their type.</summary>
    public static FrozenDictionary<string, ProviderPreset> ByType { get; } = All.ToFrozenDictionary(preset => preset.Type, StringComparer.Ordinal);

    private static ErrorSignal On(FailureKind kind, params string[] codes) => new(kind) { Codes = codes };

    private static ErrorSignal On(FailureKind kind, int status, params string[] codes) => new(kind) { Status = status, Codes = codes };

    private static ErrorSignal Saying(FailureKind kind, int status, string words) => new(kind) { Status = status, Message = words };
}
