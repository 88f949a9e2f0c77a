using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>What the models of DashScope take, in its OpenAI-compatible mode and in its imitation of Messages.</summary>
internal static class DashScopeRules
{
    /// <summary>The rules.</summary>
    public static readonly RuleBook Book = ImitatorRules.With([
        new("*", "Fields that it does not know are ignored by some models and refused by others.")
        {
            Families = ModelRules.Chat,
            Takes = [TopK, CacheMarkers],
            Refuses = [EndUser, LogitBias, StrictTools, SpeakerName, ConversationField.File],
        },
        new("*", "A temperature of 2 and a `top_p` of 0 are refused.") { Families = ModelRules.Any, MaxTemperature = 1.99, LeastTopP = 0.01 },
        new("*", "A tool can be named but not required; calls come one by one unless it is said otherwise; a thinking model cannot be told what to call.")
        {
            Families = ModelRules.Chat,
            Reasoning = ReasoningSpelling.EnableThinking,
            MostBudget = 32768,
            ForcedCalls = ForcedCalls.NamedOnly,
            ForcedCallsEndThinking = true,
            OneCallByDefault = true,
        },
        new(
            "qwen3.5-plus* qwen3.5-flash* qwen3.6-plus* qwen3.6-flash* qwen3.7-* qwen3.8-* kimi-k2.* kimi-k3* glm-5* MiniMax-M2.5* deepseek-v4*",
            "Their `max_completion_tokens` count thinking, as OpenAI's do; `max_tokens` leave it out.")
        {
            Families = ModelRules.Chat,
            OldTokenLimit = false,
        },
        new("qwen3-coder-* *-instruct* qwen-mt-* qwen-long* qwen-max*", "They never think.") { Families = ModelRules.Any, Reasoning = ReasoningSpelling.None },
        new("qwen3-*b", "Open models think unasked, and in streams only.") { Families = ModelRules.Chat, ThinksInStreamsOnly = true },
        new("qwen3-*-thinking* qwq* qvq* deepseek-r1* kimi-k2-thinking* glm-5.3*", "Thinking cannot be switched off.") { Families = ModelRules.Any, AlwaysThinks = true },
        new("deepseek-r1* kimi-k2-thinking*", "And not measured out.") { Families = ModelRules.Any, Reasoning = ReasoningSpelling.None },
        new("qwq* qvq* *-omni*", "Asked for a whole answer, they refuse.") { Families = ModelRules.Any, StreamsOnly = true }]);
}
