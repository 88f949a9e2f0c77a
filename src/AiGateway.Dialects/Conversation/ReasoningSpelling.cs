namespace AiGateway.Dialects.Conversation;

/// <summary>How a target is told to think.</summary>
internal enum ReasoningSpelling
{
    /// <summary>Not at all: the model does not think, or thinks as it likes.</summary>
    None,

    /// <summary><c>reasoning_effort</c>.</summary>
    Effort,

    /// <summary>Qwen: <c>enable_thinking</c> and <c>thinking_budget</c>.</summary>
    EnableThinking,

    /// <summary>DeepSeek, GLM, Kimi: <c>thinking.type</c>.</summary>
    ThinkingType,

    /// <summary>Anthropic up to 4.5: <c>thinking.budget_tokens</c>.</summary>
    Budget,

    /// <summary>Anthropic since 4.6: adaptive thinking and an effort.</summary>
    Adaptive,
}
