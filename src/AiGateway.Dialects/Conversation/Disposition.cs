namespace AiGateway.Dialects.Conversation;

/// <summary>What becomes of a field in a dialect.</summary>
internal enum Disposition
{
    /// <summary>It arrives as it is.</summary>
    Carried,

    /// <summary>It arrives in other words, and may lose precision.</summary>
    Mapped,

    /// <summary>It arrives by other means.</summary>
    Emulated,

    /// <summary>It does not arrive, and the caller is told.</summary>
    Dropped,
}
