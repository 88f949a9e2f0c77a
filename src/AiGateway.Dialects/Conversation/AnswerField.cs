namespace AiGateway.Dialects.Conversation;

/// <summary>Every field of an answer that a dialect may be unable to carry to its callers.</summary>
internal enum AnswerField
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Words with which the model declines.</summary>
    Refusal,

    /// <summary>Reasoning.</summary>
    Reasoning,

    /// <summary>Signatures of reasoning.</summary>
    ReasoningSignature,

    /// <summary>Reasoning that only its provider can read.</summary>
    SealedReasoning,

    /// <summary>Calls of tools.</summary>
    ToolCall,

    /// <summary>Calls whose argument is text.</summary>
    FreeformCall,

    /// <summary>Signatures of calls.</summary>
    CallSignature,

    /// <summary>Images that the model makes.</summary>
    Image,

    /// <summary>Pages that are cited.</summary>
    Citations,

    /// <summary>Words that are cited.</summary>
    Quotes,

    /// <summary>Probabilities of tokens.</summary>
    Logprobs,

    /// <summary>Further answers, where several were asked for.</summary>
    MoreAnswers,

    /// <summary>Which stop sequence it came to.</summary>
    StopSequence,

    /// <summary>Tokens of the prompt and of the answer.</summary>
    Usage,

    /// <summary>Tokens read from the cache.</summary>
    CacheReads,

    /// <summary>Tokens written to the cache.</summary>
    CacheWrites,

    /// <summary>Tokens of reasoning.</summary>
    ReasoningTokens,

    /// <summary>The tier of service.</summary>
    ServiceTier,

    /// <summary>The id of the answer.</summary>
    Id,

    /// <summary>The model that answered.</summary>
    Model,

    /// <summary>When it answered.</summary>
    Created,
}
