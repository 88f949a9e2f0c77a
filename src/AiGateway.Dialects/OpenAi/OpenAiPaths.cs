namespace AiGateway.Dialects.OpenAi;

/// <summary>Where else than at <c>/v1</c> OpenAI's paths are found, and which headers are theirs.</summary>
internal static class OpenAiPaths
{
    // The older form of Azure's base URLs. Its deployments are models, so that only what takes a model has it.
    private static readonly IReadOnlyList<string> s_withModel = [.. Operation.UsualAliases, "/openai/deployments/{model}"];

    /// <summary>Headers that mean something to OpenAI's API only.</summary>
    public static IReadOnlyList<string> OwnHeaders { get; } = ["OpenAI-Beta"];

    /// <summary>The aliases of an operation that names its model where this one does.</summary>
    public static IReadOnlyList<string> AliasesFor(ModelPlace model) => model == ModelPlace.Nowhere ? Operation.UsualAliases : s_withModel;
}
