namespace AiGateway.Dialects.Providers;

/// <summary>What a million tokens cost. All amounts are in billionths of the currency's unit: 250,000,000 is 0.25.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Generated tokens.</param>
/// <param name="CachedInput">Prompt tokens read from a cache; null where it is not known: as <paramref name="Input"/>.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache; null where it is not known, or free.</param>
/// <param name="OutputWhileThinking">Generated tokens where the model thinks first, if that costs something else; else null.</param>
/// <param name="Tiers">Other prices for long prompts, the lowest bound first; the last whose bound the prompt exceeds holds for the whole request.</param>
public sealed record ModelPrice(
    string Currency, long Input, long Output, long? CachedInput, long? CacheWrite, long? OutputWhileThinking, IReadOnlyList<PriceTier> Tiers);

/// <summary>What a million tokens cost where the prompt is long, in the units of <see cref="ModelPrice"/>.</summary>
/// <param name="PromptAbove">It holds for prompts of more than so many tokens.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Generated tokens.</param>
/// <param name="CachedInput">Prompt tokens read from a cache; null where it is not known.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache; null where it is not known.</param>
public sealed record PriceTier(int PromptAbove, long Input, long Output, long? CachedInput, long? CacheWrite);
