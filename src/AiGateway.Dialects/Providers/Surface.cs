namespace AiGateway.Dialects.Providers;

/// <summary>An operation that a provider serves elsewhere than below its base URL.</summary>
/// <param name="Operation">The operation's path behind the version: <c>/rerank</c>.</param>
/// <param name="Path">Where it is instead, from the root that the base URL's own path begins at: <c>/compatible-api/v1/reranks</c>.</param>
/// <param name="WhenContinuing">It is there only for requests that have an answer continued by <see cref="ProviderPreset.Prefill"/>.</param>
public sealed record Surface(string Operation, string Path, bool WhenContinuing = false);
