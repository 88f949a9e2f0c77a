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

    /// <summary>DeepSeek, GLM, Kimi, Doubao: <c>thinking.type</c>, and <c>reasoning_effort</c> where the model knows degrees.</summary>
    ThinkingType,

    /// <summary>OpenRouter, Together: an object <c>reasoning</c> with <c>effort</c>, <c>max_tokens</c> or <c>enabled</c>.</summary>
    Nested,

    /// <summary>Servers of one's own: <c>chat_template_kwargs.enable_thinking</c>.</summary>
    Template,

    /// <summary>Anthropic up to 4.5: <c>thinking.budget_tokens</c>.</summary>
    Budget,

    /// <summary>Anthropic since 4.6: adaptive thinking and an effort.</summary>
    Adaptive,
}
