namespace AiGateway.Dialects.Conversation;

/// <summary>Whose idea a value is that the hub has no word for: it may be given back to the same family only.</summary>
internal enum DialectFamily
{
    /// <summary>OpenAI Chat, and whoever imitates it.</summary>
    OpenAi,

    /// <summary>OpenAI Responses, whose items, tools and state Chat has no place for.</summary>
    OpenAiResponses,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>Gemini.</summary>
    Gemini,

    /// <summary>Cohere v2.</summary>
    Cohere,

    /// <summary>Bedrock Converse.</summary>
    Bedrock,

    /// <summary>DashScope native.</summary>
    DashScope,
}
