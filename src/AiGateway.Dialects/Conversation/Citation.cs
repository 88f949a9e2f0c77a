using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Where a statement comes from.</summary>
internal sealed record Citation
{
    /// <summary>The page; not there where the source is a document of the request.</summary>
    public JsonString Url { get; init; }

    /// <summary>The title of the page or document.</summary>
    public JsonString Title { get; init; }

    /// <summary>The words of the source.</summary>
    public JsonString Quote { get; init; }

    /// <summary>The first and the last character (exclusive) of the answer's text that it supports; null where it supports all of its part.</summary>
    public (long Start, long End)? Range { get; init; }

    /// <summary>Whose form <see cref="Json"/> has.</summary>
    public required DialectFamily Family { get; init; }

    /// <summary>All of it, as it came.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
