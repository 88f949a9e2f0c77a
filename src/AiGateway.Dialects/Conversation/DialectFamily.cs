namespace AiGateway.Dialects.Conversation;

/// <summary>Whose idea a value is that the hub has no word for: it may be given back to the same family only.</summary>
internal enum DialectFamily
{
    /// <summary>OpenAI's Chat and Responses, and whoever imitates them.</summary>
    OpenAi,

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
