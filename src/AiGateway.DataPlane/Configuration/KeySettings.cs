using AiGateway.Keys;

namespace AiGateway.Configuration;

/// <summary>A key that callers use. The key itself is not kept.</summary>
public sealed record KeySettings
{
    /// <summary>What logs call it.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 of the key.</summary>
    public required KeyHash Hash { get; init; }

    /// <summary>The models that it may ask for: names, or prefixes that end in <c>*</c>. Empty, the default: all.</summary>
    public ValueList<string> Models { get; init; } = [];

    /// <summary>From then on it is not valid any more; null, the default: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Requests in any 60 s, 0 for no limit; null, the default: as <see cref="GatewaySettings.RequestsPerMinute"/> says.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Requests at once, 1 to 1,000,000; null, the default: no limit.</summary>
    public int? Concurrent { get; init; }
}
