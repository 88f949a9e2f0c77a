namespace AiGateway.Routing;

/// <summary>Why a target cannot be asked now.</summary>
internal enum Obstacle
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Only with a key that the provider may still limit.</summary>
    Doubtful,

    /// <summary>None of its provider's keys may be used.</summary>
    NoKey,

    /// <summary>Its provider has as many requests as it may.</summary>
    Full,

    /// <summary>Its breaker is open.</summary>
    Down,
}
