using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>In what some models of a provider differ from what their dialect says. What is null is left as it was.</summary>
/// <param name="Models">Which: patterns of names in any case, apart by blanks, in which <c>*</c> stands for any text; a name counts from its last slash.</param>
/// <param name="Why">Who says so, or what goes wrong otherwise: a sentence for the documents.</param>
internal sealed record ModelRules(string Models, string Why)
{
    /// <summary>OpenAI Chat alone.</summary>
    public static readonly IReadOnlyList<DialectFamily> Chat = [DialectFamily.OpenAi];

    /// <summary>Anthropic Messages.</summary>
    public static readonly IReadOnlyList<DialectFamily> Messages = [DialectFamily.Anthropic];

    /// <summary>Gemini.</summary>
    public static readonly IReadOnlyList<DialectFamily> Generate = [DialectFamily.Gemini];

    /// <summary>Every dialect: what the model itself is like.</summary>
    public static readonly IReadOnlyList<DialectFamily> Any = [.. Enum.GetValues<DialectFamily>()];

    private static readonly IReadOnlyList<DialectFamily> s_openAi = [DialectFamily.OpenAi, DialectFamily.OpenAiResponses];

    private readonly string[] _patterns = Models.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The dialects that it is about. Default both of OpenAI's.</summary>
    public IReadOnlyList<DialectFamily> Families { get; init; } = s_openAi;

    /// <summary>Fields that are refused.</summary>
    public FieldSet Refuses { get; init; }

    /// <summary>Fields that are taken, whatever the dialect or a row ahead says.</summary>
    public FieldSet Takes { get; init; }

    /// <inheritdoc cref="RequestRules.StreamsOnly"/>
    public bool? StreamsOnly { get; init; }

    /// <inheritdoc cref="RequestRules.OldTokenLimit"/>
    public bool? OldTokenLimit { get; init; }

    /// <summary>The longest answer, in tokens, of models that <see cref="ModelCatalogue"/> does not know by this very name.</summary>
    public long? MaxOutput { get; init; }

    /// <inheritdoc cref="RequestRules.DeveloperRole"/>
    public bool? DeveloperRole { get; init; }

    /// <inheritdoc cref="RequestRules.InstructionsFirst"/>
    public bool? InstructionsFirst { get; init; }

    /// <inheritdoc cref="RequestRules.FreeformTools"/>
    public bool? FreeformTools { get; init; }

    /// <inheritdoc cref="RequestRules.FlatText"/>
    public bool? FlatText { get; init; }

    /// <inheritdoc cref="RequestRules.OldEndUser"/>
    public bool? OldEndUser { get; init; }

    /// <inheritdoc cref="RequestRules.RandomSeed"/>
    public bool? RandomSeed { get; init; }

    /// <inheritdoc cref="RequestRules.ShortCallIds"/>
    public bool? ShortCallIds { get; init; }

    /// <inheritdoc cref="RequestRules.AnyForRequired"/>
    public bool? AnyForRequired { get; init; }

    /// <inheritdoc cref="RequestRules.ThinkTags"/>
    public bool? ThinkTags { get; init; }

    /// <inheritdoc cref="RequestRules.Reasoning"/>
    public ReasoningSpelling? Reasoning { get; init; }

    /// <inheritdoc cref="RequestRules.Efforts"/>
    public IReadOnlyList<ReasoningEffort>? Efforts { get; init; }

    /// <inheritdoc cref="RequestRules.LeastBudget"/>
    public long? LeastBudget { get; init; }

    /// <inheritdoc cref="RequestRules.MostBudget"/>
    public long? MostBudget { get; init; }

    /// <inheritdoc cref="RequestRules.AlwaysThinks"/>
    public bool? AlwaysThinks { get; init; }

    /// <inheritdoc cref="RequestRules.ThinksInStreamsOnly"/>
    public bool? ThinksInStreamsOnly { get; init; }

    /// <inheritdoc cref="RequestRules.ForcedCalls"/>
    public ForcedCalls? ForcedCalls { get; init; }

    /// <inheritdoc cref="RequestRules.ForcedCallsEndThinking"/>
    public bool? ForcedCallsEndThinking { get; init; }

    /// <inheritdoc cref="RequestRules.NoCalls"/>
    public bool? NoCalls { get; init; }

    /// <inheritdoc cref="RequestRules.OneCallByDefault"/>
    public bool? OneCallByDefault { get; init; }

    /// <inheritdoc cref="RequestRules.FormatBesideTools"/>
    public bool? FormatBesideTools { get; init; }

    /// <inheritdoc cref="RequestRules.LeastTemperature"/>
    public double? LeastTemperature { get; init; }

    /// <inheritdoc cref="RequestRules.MaxTemperature"/>
    public double? MaxTemperature { get; init; }

    /// <inheritdoc cref="RequestRules.LeastTopP"/>
    public double? LeastTopP { get; init; }

    /// <inheritdoc cref="RequestRules.OneSampler"/>
    public bool? OneSampler { get; init; }

    /// <inheritdoc cref="RequestRules.Prefill"/>
    public bool? Prefill { get; init; }

    /// <summary>Whether it is about a model.</summary>
    /// <param name="family">The dialect that the model is asked in.</param>
    /// <param name="model">The model's name, without what stands ahead of its last slash.</param>
    public bool AreFor(DialectFamily family, ReadOnlySpan<char> model)
    {
        if (!Families.Contains(family))
        {
            return false;
        }

        foreach (var pattern in _patterns)
        {
            if (System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, model, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rules that hold with this row, given those of the rows ahead of it.</summary>
    public RequestRules ChangeOf(RequestRules rules) => rules with
    {
        Refused = rules.Refused.Without(Takes).With(Refuses),
        Also = rules.Also.With(Takes),
        StreamsOnly = StreamsOnly ?? rules.StreamsOnly,
        OldTokenLimit = OldTokenLimit ?? rules.OldTokenLimit,
        FallbackMaxTokens = MaxOutput ?? rules.FallbackMaxTokens,
        MostTokens = MaxOutput ?? rules.MostTokens,
        DeveloperRole = DeveloperRole ?? rules.DeveloperRole,
        InstructionsFirst = InstructionsFirst ?? rules.InstructionsFirst,
        FreeformTools = FreeformTools ?? rules.FreeformTools,
        FlatText = FlatText ?? rules.FlatText,
        OldEndUser = OldEndUser ?? rules.OldEndUser,
        RandomSeed = RandomSeed ?? rules.RandomSeed,
        ShortCallIds = ShortCallIds ?? rules.ShortCallIds,
        AnyForRequired = AnyForRequired ?? rules.AnyForRequired,
        ThinkTags = ThinkTags ?? rules.ThinkTags,
        Reasoning = Reasoning ?? rules.Reasoning,
        Efforts = Efforts ?? rules.Efforts,
        LeastBudget = LeastBudget ?? rules.LeastBudget,
        MostBudget = MostBudget ?? rules.MostBudget,
        AlwaysThinks = AlwaysThinks ?? rules.AlwaysThinks,
        ThinksInStreamsOnly = ThinksInStreamsOnly ?? rules.ThinksInStreamsOnly,
        ForcedCalls = ForcedCalls ?? rules.ForcedCalls,
        ForcedCallsEndThinking = ForcedCallsEndThinking ?? rules.ForcedCallsEndThinking,
        NoCalls = NoCalls ?? rules.NoCalls,
        OneCallByDefault = OneCallByDefault ?? rules.OneCallByDefault,
        FormatBesideTools = FormatBesideTools ?? rules.FormatBesideTools,
        LeastTemperature = LeastTemperature ?? rules.LeastTemperature,
        MaxTemperature = MaxTemperature ?? rules.MaxTemperature,
        LeastTopP = LeastTopP ?? rules.LeastTopP,
        OneSampler = OneSampler ?? rules.OneSampler,
        Prefill = Prefill ?? rules.Prefill,
    };
}
