using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>How the next token is chosen, and when no more are. Null is the provider's default.</summary>
internal sealed record SamplingOptions
{
    /// <summary>Nothing said.</summary>
    public static readonly SamplingOptions Default = new();

    /// <summary>The most tokens of the answer, reasoning included.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>0 to 2, or to 1 at Anthropic.</summary>
    public double? Temperature { get; init; }

    /// <summary>0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>From how many tokens is chosen.</summary>
    public long? TopK { get; init; }

    /// <summary>-2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>What the answer stops before.</summary>
    public IReadOnlyList<JsonString> Stop { get; init; } = [];

    /// <summary>Equal seeds give, at best, equal answers.</summary>
    public long? Seed { get; init; }

    /// <summary>How many answers.</summary>
    public long? Count { get; init; }

    /// <summary>The probability of each token is wanted.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>Of how many other tokens it is wanted.</summary>
    public long? TopLogprobs { get; init; }

    /// <summary>Token ids and what to add to their logits: a JSON object.</summary>
    public ReadOnlyMemory<byte> LogitBias { get; init; }
}
