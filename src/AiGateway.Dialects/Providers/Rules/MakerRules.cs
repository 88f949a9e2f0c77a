using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>What holds for models of those who made the dialects, wherever the models are served.</summary>
internal static class MakerRules
{
    /// <summary>The models, in the dialect of their maker.</summary>
    public static readonly IReadOnlyList<ModelRules> Models = [.. OpenAi(), .. Claude(), .. Gemini()];

    /// <summary>The rules of the makers themselves, and of who does all that they do.</summary>
    public static readonly RuleBook Book = new([
        new("*", "OpenAI keeps reasoning to itself, and knows no member of Chat that would give it back.")
        {
            Families = ModelRules.Chat,
            Refuses = [Reasoning, SignedReasoning],
        },
        .. Models,
    ]);

    private static IEnumerable<ModelRules> OpenAi() =>
    [
        new("gpt-3.5* gpt-4* chatgpt-*", "They do not think, and refuse to be told how hard.") { Reasoning = ReasoningSpelling.None },
        new("o1 o1-* o3 o3-* o4-* gpt-5*", "Models that think take no sampling, no stop sequences and no `max_tokens`.")
        {
            OldTokenLimit = false,
            AlwaysThinks = true,
            Efforts = [Low, Medium, High],
            Refuses = [Temperature, TopP, FrequencyPenalty, PresencePenalty, Logprobs, LogitBias, Stop],
        },
        new("gpt-5 gpt-5-*", "The first of the family can think hardly at all, but not not at all.") { Efforts = [Minimal, Low, Medium, High] },
        new("gpt-5.1*", "From here on thinking can be switched off.") { AlwaysThinks = false, Efforts = [None, Low, Medium, High] },
        new("gpt-5.2* gpt-5.3* gpt-5.4* gpt-5.5* gpt-5.6*", "There is one more degree.") { AlwaysThinks = false, Efforts = [None, Low, Medium, High, XHigh] },
        new("gpt-5*-codex* codex-*", "What writes code always thinks.") { AlwaysThinks = true, Efforts = [Low, Medium, High] },
        new("gpt-5*-pro gpt-5*-pro-*", "It knows one degree.") { AlwaysThinks = true, Efforts = [High] },
        new("gpt-5*-chat*", "It does not think, and is sampled as ever.")
        {
            Reasoning = ReasoningSpelling.None,
            AlwaysThinks = false,
            Takes = [Temperature, TopP, FrequencyPenalty, PresencePenalty, Stop],
        },
    ];

    private static IEnumerable<ModelRules> Claude() =>
    [
        new("*claude*", "Reasoning without a signature is refused; most generations understand a budget.")
        {
            Families = ModelRules.Messages,
            Reasoning = ReasoningSpelling.Budget,
            Refuses = [Reasoning],
        },
        new("*claude-3-*", "Before thinking, and before answers of a given shape.")
        {
            Families = ModelRules.Messages,
            Reasoning = ReasoningSpelling.None,
            MaxOutput = 8192,
            Refuses = [JsonSchema, StrictTools],
        },
        new("*claude-3-haiku* *claude-3-opus* *claude-3-sonnet*", "The longest answers were shorter.") { Families = ModelRules.Messages, MaxOutput = 4096 },
        new("*claude-3-7-sonnet*", "The first that thinks.") { Families = ModelRules.Messages, Reasoning = ReasoningSpelling.Budget, MaxOutput = 64000 },
        new("*claude-sonnet-4-2* *claude-sonnet-4@*", "No answers of a given shape yet.") { Families = ModelRules.Messages, MaxOutput = 64000, Refuses = [JsonSchema, StrictTools] },
        new("*claude-opus-4-2* *claude-opus-4@*", "No answers of a given shape yet.") { Families = ModelRules.Messages, MaxOutput = 32000, Refuses = [JsonSchema, StrictTools] },
        new("*claude-opus-4-1*", "Temperature and `top_p` exclude each other.") { Families = ModelRules.Messages, MaxOutput = 32000, OneSampler = true },
        new("*claude-*-4-5*", "Temperature and `top_p` exclude each other.") { Families = ModelRules.Messages, MaxOutput = 64000, OneSampler = true },
        new("*claude-*-4-6*", "The first that thinks as hard as it is told to.")
        {
            Families = ModelRules.Messages,
            MaxOutput = 128000,
            Reasoning = ReasoningSpelling.Adaptive,
            Efforts = [Low, Medium, High, Max],
            OneSampler = true,
        },
        new("*claude-sonnet-4-6*", "The longest answers are shorter than its sister's.") { Families = ModelRules.Messages, MaxOutput = 64000 },
        new("*claude-*-4-7* *claude-*-4-8* *claude-opus-5* *claude-sonnet-5* *claude-haiku-5* *claude-fable-5* *claude-mythos-5*", "They refuse a budget and all sampling.")
        {
            Families = ModelRules.Messages,
            MaxOutput = 128000,
            Reasoning = ReasoningSpelling.Adaptive,
            Efforts = [Low, Medium, High, XHigh, Max],
            Refuses = [Temperature, TopP, TopK],
        },
        new("*claude-opus-5* *claude-sonnet-5* *claude-haiku-5* *claude-fable-5* *claude-mythos-5*", "They do not go on from a begun answer: a turn of the user's asks them to.")
        {
            Families = ModelRules.Messages,
            Prefill = false,
        },
        new("*claude-*-5-5*", "Thinking cannot be switched off.") { Families = ModelRules.Messages, AlwaysThinks = true },
    ];

    private static IEnumerable<ModelRules> Gemini() =>
    [
        new("gemini-1* gemini-2.0*", "No thinking; no shape of the answer beside functions.") { Families = ModelRules.Generate, Reasoning = ReasoningSpelling.None, FormatBesideTools = false },
        new("gemini-2.5*", "Thinking by a budget; no shape of the answer beside functions.")
        {
            Families = ModelRules.Generate,
            Reasoning = ReasoningSpelling.Budget,
            MostBudget = 24576,
            FormatBesideTools = false,
        },
        new("gemini-2.5-pro*", "Thinking cannot be switched off.") { Families = ModelRules.Generate, AlwaysThinks = true, LeastBudget = 128, MostBudget = 32768 },
        new("gemini-2.5-flash-lite*", "Its least budget is higher.") { Families = ModelRules.Generate, LeastBudget = 512 },
        new("gemini-3*", "Thinking by level, which cannot be switched off; a budget beside it is refused.")
        {
            Families = ModelRules.Generate,
            Reasoning = ReasoningSpelling.Effort,
            AlwaysThinks = true,
            Efforts = [Minimal, Low, Medium, High],
        },
        new("gemini-3*-pro*", "There is no level below low.") { Families = ModelRules.Generate, Efforts = [Low, Medium, High] },
        new("gemini-3-pro*", "It knows two levels.") { Families = ModelRules.Generate, Efforts = [Low, High] },
    ];
}
