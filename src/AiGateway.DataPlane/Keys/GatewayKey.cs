using AiGateway.Limits;

namespace AiGateway.Keys;

/// <summary>A key that callers use. The key itself is not kept.</summary>
/// <param name="Name">What logs call it: as configured, else <c>key-</c> and the first eight hex digits of its SHA-256.</param>
/// <param name="Window">Its requests a minute; null where they are not limited by key.</param>
public sealed record GatewayKey(string Name, SlidingWindow? Window)
{
    /// <summary>By what it is told from all others, whatever they are called.</summary>
    public KeyHash Hash { get; init; }

    /// <summary>Its requests at once; null where they are not limited.</summary>
    public ConcurrencyLimit? Places { get; init; }

    /// <summary>The models that it may ask for; null: every one.</summary>
    public ModelPatterns? Models { get; init; }

    /// <summary>From then on it is not valid any more; null: it stays valid.</summary>
    public DateTimeOffset? Expires { get; init; }
}
