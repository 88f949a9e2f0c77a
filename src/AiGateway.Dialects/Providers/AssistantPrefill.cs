namespace AiGateway.Dialects.Providers;

/// <summary>How a provider lets a last assistant message be the beginning of the answer, which it then continues.</summary>
public enum AssistantPrefill
{
    /// <summary>It does not: the answer starts over.</summary>
    None,

    /// <summary>A last assistant message with <c>"partial": true</c> (DashScope, Moonshot).</summary>
    Partial,

    /// <summary>A last assistant message with <c>"prefix": true</c> (DeepSeek's beta, Mistral).</summary>
    Prefix,

    /// <summary>A last assistant message, with <c>"continue_final_message": true</c> and <c>"add_generation_prompt": false</c> in the request (vLLM, SGLang).</summary>
    ContinueFinalMessage,

    /// <summary>A last assistant message, and nothing else (Anthropic, OpenRouter).</summary>
    Trailing,
}
