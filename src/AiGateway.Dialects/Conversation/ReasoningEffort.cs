namespace AiGateway.Dialects.Conversation;

/// <summary>How hard to think, from not at all.</summary>
internal enum ReasoningEffort
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Hardly.</summary>
    Minimal,

    /// <summary>A little.</summary>
    Low,

    /// <summary>As usual.</summary>
    Medium,

    /// <summary>Hard.</summary>
    High,

    /// <summary>Harder.</summary>
    XHigh,

    /// <summary>As hard as can be.</summary>
    Max,
}
