namespace AiGateway.Dialects.Conversation;

/// <summary>Whether a model must call a tool.</summary>
internal enum ToolChoiceMode
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>It must not.</summary>
    None,

    /// <summary>It must.</summary>
    Required,
}
