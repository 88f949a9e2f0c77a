using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Embeddings;

/// <summary>The vectors of some texts, in their order. Points into the body that it was read from.</summary>
internal sealed record EmbeddingAnswer
{
    /// <summary>One vector a text.</summary>
    public required IReadOnlyList<Vector> Vectors { get; init; }

    /// <summary>What the provider calls the model; not there where it does not say.</summary>
    public JsonString Model { get; init; }

    /// <summary>The tokens of the texts; null where the provider does not say.</summary>
    public long? Tokens { get; init; }
}
