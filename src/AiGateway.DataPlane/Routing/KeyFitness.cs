namespace AiGateway.Routing;

/// <summary>Whether a provider's key may be used now; the better, the less.</summary>
internal enum KeyFitness
{
    /// <summary>It may.</summary>
    Usable,

    /// <summary>It was refused a while ago, and one request may try whether it still is.</summary>
    DueForProbe,

    /// <summary>The provider limits it and did not say for how long: only where nobody else can be asked.</summary>
    Doubtful,

    /// <summary>It may not.</summary>
    Benched,
}
