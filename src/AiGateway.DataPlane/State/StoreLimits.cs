namespace AiGateway.State;

/// <summary>How much a store in memory keeps, and for how long.</summary>
/// <param name="Bytes">The most bytes, with some 256 besides for each value.</param>
/// <param name="Expires">How long a value is kept that nobody uses.</param>
public sealed record StoreLimits(long Bytes, TimeSpan Expires);
