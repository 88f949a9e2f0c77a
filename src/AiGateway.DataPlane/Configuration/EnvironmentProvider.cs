using AiGateway.Dialects.Providers;
using AiGateway.Keys;

namespace AiGateway.Configuration;

/// <summary>What the environment alone configures: one provider, every model on it, and nobody to fail over to.</summary>
public static class EnvironmentProvider
{
    /// <summary>The provider's name.</summary>
    public const string Name = "default";

    /// <summary>Every model, passed on unchanged; tried once, for as long as the caller waits.</summary>
    public static ValueList<ModelSettings> Models { get; } =
    [
        new ModelSettings
        {
            Name = "*",
            Targets = [new TargetSettings(Name)],
            Retry = new RetrySettings() with { Attempts = 0 },
            Breaker = new BreakerSettings() with { Failures = 0 },
            Timeout = new TimeoutSettings() with { Total = null },
        },
    ];

    /// <summary>The provider at an address.</summary>
    /// <param name="baseUrl">Its base URL; the host decides whether it is DashScope.</param>
    /// <param name="key">Its key.</param>
    /// <param name="httpVersion">The HTTP version that it is spoken to in.</param>
    public static ProviderSettings Of(Uri baseUrl, string key, Version httpVersion)
    {
        var preset = ProviderCatalogue.ByType[IsDashScope(baseUrl) ? "dashscope" : ProviderCatalogue.OpenAiCompatible];
        return new ProviderSettings
        {
            Name = Name,
            Preset = preset,
            BaseUrl = baseUrl,
            Keys = [new ProviderKeySettings(key)],
            HttpVersion = httpVersion,
        };
    }

    /// <summary>The keys that callers use, named <c>key-</c> and the first eight hex digits of their hash.</summary>
    public static ValueList<KeySettings> KeysOf(IReadOnlyList<string> keys) => [.. keys.Select(KeyOf).DistinctBy(key => key.Hash)];

    private static KeySettings KeyOf(string key) => KeyHash.TryOf(key, out var hash)
        ? new KeySettings { Name = "key-" + hash, Hash = hash }
        : throw new ArgumentException("A gateway key is longer than 512 characters.", nameof(key));

    private static bool IsDashScope(Uri url) =>
        url.Host.StartsWith("dashscope", StringComparison.Ordinal) && url.Host.EndsWith(".aliyuncs.com", StringComparison.Ordinal);
}
