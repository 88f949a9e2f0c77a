namespace AiGateway.Dialects.Providers;

/// <summary>What is known of a model at one provider. Facts of a day, which operators may override.</summary>
/// <param name="Model">What the provider calls it.</param>
/// <param name="ContextWindow">Tokens of prompt and answer together; null where it is not known.</param>
/// <param name="MaxOutput">The longest answer, in tokens; null where it is not known.</param>
/// <param name="Price">What it costs; null where it is not known.</param>
/// <param name="AsOf">When that was so: a day, <c>2026-07-02</c>, or a month.</param>
public sealed record ModelInfo(string Model, int? ContextWindow, int? MaxOutput, ModelPrice? Price, string AsOf);
