using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers.Rules;
using AiGateway.Dialects.Rerank;

namespace AiGateway.Dialects.Providers;

/// <summary>What is known of a kind of provider: where it is, how it is spoken to, and in what it differs. Operators name it as a provider's <c>type</c>.</summary>
public sealed record ProviderPreset
{
    // The location that is none, and whose host bears no name of one.
    private const string Everywhere = "global";

    /// <summary>The name: <c>dashscope</c>, <c>openai-compatible</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What people call it: <c>DashScope (Beijing)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The base URL, or null where only the operator knows it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Where <see cref="BaseUrl"/> is null: what a base URL looks like, or why there is none. Else null.</summary>
    public string? BaseUrlHint { get; init; }

    /// <summary>
    /// What the base URL is made of, where it depends on two words of the operator's: <c>{project}</c>, <c>{location}</c>, and <c>{location-}</c>, which is the
    /// location and a dash, or nothing where the location is <c>global</c>. Null, the default: it does not.
    /// </summary>
    public string? BaseUrlTemplate { get; init; }

    /// <summary>What tokens are to be good for that an account is exchanged for; null, the default: it takes none.</summary>
    public string? CredentialsScope { get; init; }

    /// <summary>The dialects that it speaks; requests in others are translated to the first that has the operation. Default OpenAI Chat at the base URL.</summary>
    public IReadOnlyList<Surface> Surfaces { get; init; } = Surface.ChatOnly;

    /// <summary>How the key is sent.</summary>
    public AuthScheme Auth { get; init; } = AuthScheme.Bearer;

    /// <summary>It cannot be used without a key. Default true; servers of one's own need none.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>How an answer that was begun elsewhere is continued.</summary>
    public AssistantPrefill Prefill { get; init; }

    /// <summary>When streams tell what they used. Default when they are asked to.</summary>
    public UsageInStreams Usage { get; init; }

    /// <summary>The number that tells failure where the HTTP status says 200; null, the default, where the status can be relied on.</summary>
    public SuccessCode? Success { get; init; }

    /// <summary>By what its errors are known, where that differs from what they are known by elsewhere. The first that fits decides. Default none.</summary>
    public IReadOnlyList<ErrorSignal> Signals { get; init; } = [];

    /// <summary>Under which name <see cref="ModelCatalogue"/> has its models; null, the default: its <see cref="Type"/>.</summary>
    public string? PriceList { get; init; }

    /// <summary>What its models take, where requests are put in its words. Default what most that speak OpenAI's API take.</summary>
    internal RuleBook Rules { get; init; } = ImitatorRules.Book;

    /// <summary>What its models that make vectors take; the first row that is for a model holds. Default what OpenAI's take.</summary>
    internal IReadOnlyList<EmbeddingRules> Embeddings { get; init; } = [];

    /// <summary>How it is asked to order documents; null, the default, as callers ask.</summary>
    internal RerankShape? Rerank { get; init; }

    /// <summary>What an operator should know of it, a few sentences in Markdown; empty where there is nothing. Default empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The base URL of a project in a location; null where the kind has no <see cref="BaseUrlTemplate"/>.</summary>
    /// <param name="project">A name of letters, digits, dashes, dots and colons.</param>
    /// <param name="location">A name of letters, digits and dashes.</param>
    public Uri? BaseUrlOf(string project, string location) => BaseUrlTemplate is not { } template ? null : new Uri(template
        .Replace("{location-}", location == Everywhere ? "" : location + "-", StringComparison.Ordinal)
        .Replace("{location}", location, StringComparison.Ordinal)
        .Replace("{project}", project, StringComparison.Ordinal));

    /// <summary>Whether a model answers in streams only, so that one answer must be put together out of a stream.</summary>
    /// <param name="model">What the provider calls the model.</param>
    public bool StreamsOnly(string model) => Rules.For(DialectFamily.OpenAi, model).StreamsOnly;

    /// <summary>What a model that makes vectors takes.</summary>
    internal EmbeddingRules EmbeddingRulesFor(string model) => EmbeddingRules.For(Embeddings, model);

    /// <summary>Whether a model goes on from the beginning of an answer, where the provider does: some models refuse what their sisters take.</summary>
    /// <param name="operation">As what it is asked.</param>
    /// <param name="model">What the provider calls the model.</param>
    public bool Continues(Operation operation, string model) => operation.Codecs is not { } codecs || Rules.For(codecs.Request.Family, model).Prefill;

    /// <summary>The surfaces of a provider of this kind whose operator says what it speaks.</summary>
    /// <param name="dialects">The dialects, the preferred one first; empty: what is known of the kind.</param>
    public IReadOnlyList<Surface> SurfacesIn(IReadOnlyList<Dialect> dialects)
    {
        if (dialects.Count == 0)
        {
            return Surfaces;
        }

        var surfaces = new List<Surface>(dialects.Count);
        foreach (var dialect in dialects)
        {
            var known = Surfaces.Where(surface => surface.Dialect == dialect).ToList();
            surfaces.AddRange(known.Count > 0 ? known : [new Surface(dialect)]);
        }

        return surfaces;
    }

    /// <summary>What a model takes when it is asked in a dialect.</summary>
    internal RequestRules RulesFor(DialectFamily family, string model)
    {
        var rules = Rules.For(family, model);
        return ModelCatalogue.Find(Type, model)?.MaxOutput is { } longest and > 1
            ? rules with { MostTokens = longest, FallbackMaxTokens = longest }
            : rules;
    }
}
