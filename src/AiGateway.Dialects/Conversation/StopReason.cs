namespace AiGateway.Dialects.Conversation;

/// <summary>Why an answer ends.</summary>
internal enum StopReason
{
    /// <summary>It is complete.</summary>
    Complete,

    /// <summary>It came to a stop sequence.</summary>
    StopSequence,

    /// <summary>It has as many tokens as it may have.</summary>
    MaxTokens,

    /// <summary>The model's context is full.</summary>
    ContextFull,

    /// <summary>A tool is called.</summary>
    ToolCall,

    /// <summary>A filter of the provider's cut it off.</summary>
    Filtered,

    /// <summary>The model declined.</summary>
    Refused,

    /// <summary>A long turn of the provider's own tools was interrupted: sent back, it goes on.</summary>
    Paused,

    /// <summary>The model wrote a call that is none.</summary>
    MalformedCall,
}
