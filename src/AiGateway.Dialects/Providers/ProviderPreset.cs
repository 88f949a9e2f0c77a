namespace AiGateway.Dialects.Providers;

/// <summary>What is known of a kind of provider: where it is, how it is spoken to, and in what it differs. Operators name it as a provider's <c>type</c>.</summary>
public sealed record ProviderPreset
{
    /// <summary>The name: <c>dashscope</c>, <c>openai-compatible</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The base URL, or null where only the operator knows it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>How the key is sent.</summary>
    public AuthScheme Auth { get; init; } = AuthScheme.Bearer;

    /// <summary>It cannot be used without a key. Default true; servers of one's own need none.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>How an answer that was begun elsewhere is continued.</summary>
    public AssistantPrefill Prefill { get; init; }
}

/// <summary>How a provider is given its key.</summary>
public enum AuthScheme
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary><c>api-key: KEY</c> (Azure).</summary>
    ApiKey,

    /// <summary><c>x-api-key: KEY</c> (Anthropic).</summary>
    XApiKey,

    /// <summary><c>x-goog-api-key: KEY</c> (Gemini).</summary>
    XGoogApiKey,
}

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
