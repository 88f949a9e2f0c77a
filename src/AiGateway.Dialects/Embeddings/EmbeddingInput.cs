using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Embeddings;

/// <summary>One text that is to become a vector.</summary>
/// <param name="Text">The text; not there where it came as tokens, which mean something to their own model only.</param>
/// <param name="Raw">How it stands in the caller's request: the string, the tokens, or the whole of one of Gemini's requests.</param>
internal readonly record struct EmbeddingInput(JsonString Text, ReadOnlyMemory<byte> Raw)
{
    /// <summary>What the text is a title of, or for; not there where nobody says.</summary>
    public JsonString Title { get; init; }

    /// <summary>What the vector is for, in Gemini's words: <c>RETRIEVAL_QUERY</c>; not there where nobody says.</summary>
    public JsonString TaskType { get; init; }
}
