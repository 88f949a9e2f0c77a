using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Embeddings;

/// <summary>Texts that are to become vectors, in nobody's dialect. Points into the body that it was read from.</summary>
internal sealed record EmbeddingRequest
{
    /// <summary>The texts, in the order of the caller.</summary>
    public required IReadOnlyList<EmbeddingInput> Inputs { get; init; }

    /// <summary>The caller sent one text and no list.</summary>
    public bool IsSingle { get; init; }

    /// <summary>How long the vectors are to be; null for the model's default.</summary>
    public long? Dimensions { get; init; }

    /// <summary>The caller wants vectors in base64.</summary>
    public bool Base64 { get; init; }

    /// <summary>What other dialects have no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];

    /// <summary>A member that no text can stand for, such as an image; null where there is none.</summary>
    public string? Indispensable { get; init; }
}
