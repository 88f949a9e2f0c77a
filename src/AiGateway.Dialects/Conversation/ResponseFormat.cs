using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>The shape that an answer must have: JSON.</summary>
/// <param name="Schema">The JSON schema that it must fit; empty for any object.</param>
internal sealed record ResponseFormat(ReadOnlyMemory<byte> Schema)
{
    /// <summary>The name of the schema.</summary>
    public JsonString Name { get; init; }

    /// <summary>What it is for.</summary>
    public JsonString Description { get; init; }

    /// <summary>The answer must fit exactly.</summary>
    public bool? Strict { get; init; }
}
