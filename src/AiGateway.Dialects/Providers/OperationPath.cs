namespace AiGateway.Dialects.Providers;

/// <summary>An operation that a provider serves elsewhere than below the base of its surface.</summary>
/// <param name="Operation">The operation's path behind the version: <c>/rerank</c>.</param>
/// <param name="Path">
/// Where it is instead: from the root that the base URL's own path begins at where it begins with a slash (<c>/compatible-api/v1/reranks</c>), else
/// below the base of the surface. <c>{model}</c> stands for the target's name of the model.
/// </param>
public sealed record OperationPath(string Operation, string Path)
{
    /// <summary>It is there only for requests that have an answer continued by <see cref="ProviderPreset.Prefill"/>. Default false.</summary>
    public bool WhenContinuing { get; init; }

    /// <summary>It is there only for requests whose answer is to be a stream. Default false.</summary>
    public bool WhenStreaming { get; init; }
}
