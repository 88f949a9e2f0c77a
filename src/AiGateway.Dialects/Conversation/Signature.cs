using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a provider gave out to get it back unchanged.</summary>
/// <param name="Family">Who can read it.</param>
/// <param name="Value">The opaque text.</param>
internal sealed record Signature(DialectFamily Family, JsonString Value);
