using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>The prompt up to here is to be cached.</summary>
/// <param name="TimeToLive">For how long, in the caller's word (<c>5m</c>, <c>1h</c>); not there for the provider's default.</param>
internal sealed record CacheMarker(JsonString TimeToLive);
