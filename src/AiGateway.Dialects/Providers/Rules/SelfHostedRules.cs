using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>What open models take from the servers that people run themselves: thinking is switched in the template of the talk.</summary>
internal static class SelfHostedRules
{
    /// <summary>The rules.</summary>
    public static readonly RuleBook Book = ImitatorRules.With([
        new("*", "Thinking is a switch of the model's template; sampling knows more than OpenAI's.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.Template, Takes = [TopK] },
        new("*", "Templates of open models have one place for instructions, at the beginning, and let user and model take turns.") { Families = ModelRules.Chat, InstructionsFirst = true },
        new("gpt-oss*", "It thinks, as hard as it is told to.")
        {
            Families = ModelRules.Chat,
            Reasoning = ReasoningSpelling.Effort,
            AlwaysThinks = true,
            Efforts = [Low, Medium, High],
        }]);
}
