namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What a member of a chunk is, for whoever rewrites the chunk.</summary>
internal enum ChunkMemberKind
{
    /// <summary>Nothing that matters.</summary>
    Other,

    /// <summary><c>id</c> of the chunk.</summary>
    Id,

    /// <summary><c>created</c> of the chunk.</summary>
    Created,

    /// <summary><c>model</c> of the chunk.</summary>
    Model,

    /// <summary><c>system_fingerprint</c> of the chunk.</summary>
    Fingerprint,

    /// <summary><c>role</c> of a delta.</summary>
    Role,

    /// <summary>Reasoning in a delta, by any of its names.</summary>
    Reasoning,

    /// <summary>The text: <c>content</c> of a delta, or <c>text</c> of a legacy choice.</summary>
    Text,

    /// <summary>Calls of tools or of a function.</summary>
    ToolCall,

    /// <summary><c>refusal</c> of a delta.</summary>
    Refusal,

    /// <summary><c>audio</c> or <c>images</c> of a delta.</summary>
    Media,

    /// <summary>All generated tokens in the usage.</summary>
    OutputTokens,

    /// <summary>The sum of the usage.</summary>
    TotalTokens,

    /// <summary>The reasoning tokens in the usage's details.</summary>
    ReasoningTokens,
}
