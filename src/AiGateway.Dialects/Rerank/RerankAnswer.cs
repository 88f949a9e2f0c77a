using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Rerank;

/// <summary>Documents in the order in which they answer a question. Points into the body that it was read from.</summary>
internal sealed record RerankAnswer
{
    /// <summary>The documents, the best first.</summary>
    public required IReadOnlyList<RerankResult> Results { get; init; }

    /// <summary>The answer's id; not there where it has none.</summary>
    public JsonString Id { get; init; }

    /// <summary>What the provider calls the model; not there where it does not say.</summary>
    public JsonString Model { get; init; }

    /// <summary>The tokens of question and documents; null where the provider does not say.</summary>
    public long? Tokens { get; init; }

    /// <summary>What the provider tells beside (Cohere): a JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Meta { get; init; }
}

/// <summary>One document.</summary>
/// <param name="Index">Its place among those that were sent.</param>
/// <param name="Score">How well it answers: a JSON number.</param>
internal readonly record struct RerankResult(int Index, ReadOnlyMemory<byte> Score);
