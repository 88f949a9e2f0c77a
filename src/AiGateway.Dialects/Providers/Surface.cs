using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;

namespace AiGateway.Dialects.Providers;

/// <summary>A dialect that a provider speaks: where, with which credential, for which of its models.</summary>
/// <param name="Dialect">The dialect.</param>
public sealed record Surface(Dialect Dialect)
{
    /// <summary>What nearly everybody speaks: OpenAI's API without Responses, at the base URL.</summary>
    internal static readonly IReadOnlyList<Surface> ChatOnly = [new(OpenAiChatDialect.Instance)];

    /// <summary>All of OpenAI's API, at the base URL.</summary>
    internal static readonly IReadOnlyList<Surface> OpenAi = [new(OpenAiChatDialect.Instance), new(OpenAiResponsesDialect.Instance)];

    /// <summary>All of OpenAI's API and Anthropic's Messages, at the base URL.</summary>
    internal static readonly IReadOnlyList<Surface> OpenAiAndMessages = [.. OpenAi, Messages()];

    /// <summary>
    /// Where it is: from the root that the base URL's own path begins at where it begins with a slash, else below the base URL; null, the default: at
    /// the base URL.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How the key is sent; null, the default: as the preset says.</summary>
    public AuthScheme? Auth { get; init; }

    /// <summary>
    /// What a request must say of the version that it is in, null for nothing. A header of the caller's wins, a parameter of his does not. Default what
    /// the dialect says.
    /// </summary>
    public ApiVersion? Version { get; init; } = Dialect.Version;

    /// <summary>How an answer that was begun elsewhere is continued; null, the default: as the preset says.</summary>
    public AssistantPrefill? Prefill { get; init; }

    /// <summary>For which of the provider's models: how their names begin. Default empty: all that no other of its surfaces is for.</summary>
    public string Models { get; init; } = "";

    /// <summary>The operations that it is asked for, by their paths behind the version: <c>/embeddings</c>. Default empty: all of its dialect.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>What it is asked for vectors by, in place of the dialect's own operations; null, the default: by those.</summary>
    public Operation? Vectors { get; init; }

    /// <summary>Operations that are not below its base. Default none.</summary>
    public IReadOnlyList<OperationPath> Paths { get; init; } = [];

    /// <summary>A body must not name the model where the path does. Goes with <see cref="Members"/>, which take its place. Default false.</summary>
    public bool OmitsModel { get; init; }

    /// <summary>Whoever asks for the tokens of a conversation sends the request as it is, and not within another object (Vertex). Default false.</summary>
    public bool CountsAlone { get; init; }

    /// <summary>Texts that every JSON body must have as members: <c>anthropic_version</c>. Names and values need no escaping. Default none.</summary>
    public IReadOnlyList<(string Name, string Value)> Members { get; init; } = [];

    /// <summary>Anthropic's Messages as others imitate them, with models and the counting of tokens left out.</summary>
    /// <param name="path">Where; null, the default: at the base URL.</param>
    internal static Surface Messages(string? path = null) => new(AnthropicDialect.Instance) { Path = path, Only = ["/messages"] };
}
