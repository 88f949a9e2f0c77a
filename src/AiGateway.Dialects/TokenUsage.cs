namespace AiGateway.Dialects;

/// <summary>What an answer used, each token counted once. Every provider's way of counting is mapped into it.</summary>
/// <param name="Input">Prompt tokens that were not read from or written to a cache.</param>
/// <param name="CacheRead">Prompt tokens read from the provider's cache.</param>
/// <param name="CacheWrite">Prompt tokens written to the provider's cache.</param>
/// <param name="Output">Generated tokens, reasoning included.</param>
/// <param name="Reasoning">Those of <paramref name="Output"/> that were reasoning.</param>
public readonly record struct TokenUsage(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning)
{
    /// <summary>All prompt tokens, as OpenAI's <c>prompt_tokens</c> counts them.</summary>
    public long Prompt => Input + CacheRead + CacheWrite;
}
