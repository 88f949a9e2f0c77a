using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>What holds for those who speak a dialect that somebody else made.</summary>
internal static class ImitatorRules
{
    /// <summary>The rules where nothing more is known.</summary>
    public static readonly RuleBook Book = new([.. Common(), .. MakerRules.Models]);

    /// <summary>The rules of a provider that differs in some points more.</summary>
    public static RuleBook With(IReadOnlyList<ModelRules> rows) => new([.. Common(), .. MakerRules.Models, .. rows]);

    private static IEnumerable<ModelRules> Common() =>
    [
        new("*", "What most know of OpenAI's API is its older part.")
        {
            Families = ModelRules.Chat,
            OldTokenLimit = true,
            OldEndUser = true,
            FlatText = true,
            ThinkTags = true,
            Efforts = [Low, Medium, High],
            Refuses = [Store, Metadata, ServiceTier, PromptCacheKey, Verbosity, Prediction, AllowedTools],
        },
        new("*", "Roles and tools of OpenAI's newer models are refused elsewhere.") { DeveloperRole = false, FreeformTools = false },
        new("*", "Who imitates Messages thinks by a budget, and signs nothing.")
        {
            Families = ModelRules.Messages,
            Reasoning = ReasoningSpelling.Budget,
            Takes = [ConversationField.Reasoning],
        },
    ];
}
