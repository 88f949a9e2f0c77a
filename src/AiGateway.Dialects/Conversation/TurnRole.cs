namespace AiGateway.Dialects.Conversation;

/// <summary>Who speaks.</summary>
internal enum TurnRole
{
    /// <summary>The caller's user, or a tool that answers.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Whoever instructs the model.</summary>
    System,

    /// <summary>OpenAI's newer word for the same.</summary>
    Developer,
}
