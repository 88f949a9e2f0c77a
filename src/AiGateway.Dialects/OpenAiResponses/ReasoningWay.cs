namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>How a stream tells reasoning.</summary>
internal enum ReasoningWay
{
    /// <summary>Not at all until now.</summary>
    None,

    /// <summary>As a summary.</summary>
    Summary,

    /// <summary>As it is.</summary>
    Content,
}
