using AiGateway.Limits;

namespace AiGateway.Keys;

/// <summary>A key that callers use. The key itself is not kept.</summary>
/// <param name="Name">What logs call it: <c>key-</c> and the first eight hex digits of its SHA-256.</param>
/// <param name="Window">Its requests a minute; null where they are not limited by key.</param>
public sealed record GatewayKey(string Name, SlidingWindow? Window);
