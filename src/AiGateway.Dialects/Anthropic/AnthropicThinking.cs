using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What a Messages request says of thinking.</summary>
internal sealed record AnthropicThinking
{
    private const long LeastBudget = 1024;

    private static readonly AnthropicThinking s_unsaid = new();
    private static readonly AnthropicThinking s_ruledOut = new() { IsBarred = true };

    /// <summary>Thinking is on.</summary>
    public bool IsOn { get; private init; }

    /// <summary>How hard to think; null where it is not said.</summary>
    public ReasoningEffort? Effort { get; private init; }

    /// <summary>Thinking is off for certain, so that the API refuses earlier thinking too.</summary>
    public bool IsBarred { get; private init; }

    private bool IsOff { get; init; }

    private long? Budget { get; init; }

    private bool? IsShown { get; init; }

    /// <summary>Decides what to say. A tool that must be called rules thinking out, and so does a call whose thinking is lost.</summary>
    public static AnthropicThinking Decide(ConversationRequest request, RequestRules rules, long maxTokens, DroppedFields dropped)
    {
        if (request.Reasoning is not { } reasoning
            || !Takes(rules, reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget))
        {
            return s_unsaid;
        }

        if (reasoning.IsOff)
        {
            return new AnthropicThinking { IsOff = true, IsBarred = true };
        }

        var asBudget = rules.Reasoning is null ? reasoning.Budget is not null : rules.Reasoning == ReasoningSpelling.Budget;
        var isRuledOut = rules.Reasoning == ReasoningSpelling.None
            || request is { ToolChoice.Mode: ToolChoiceMode.Required, Tools.Count: > 0 }
            || (asBudget && (maxTokens <= LeastBudget || AnthropicToolLoop.LacksThinking(request.Turns)));
        if (isRuledOut)
        {
            dropped.Add(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget);
            return s_ruledOut;
        }

        var thinking = new AnthropicThinking { IsOn = true, IsShown = Takes(rules, ConversationField.ReasoningShown) ? reasoning.IsShown : null };

        // Who says no number means no more of the limit to be spent than leaves room for an answer.
        var most = reasoning.Budget is null ? Math.Max(LeastBudget, maxTokens / 2) : maxTokens - 1;
        return asBudget
            ? thinking with { Budget = Math.Clamp(reasoning.NearestBudget ?? 8192, LeastBudget, most) }
            : thinking with { Effort = reasoning.NearestEffort is ReasoningEffort.Minimal ? ReasoningEffort.Low : reasoning.NearestEffort };
    }

    private static bool Takes(RequestRules rules, ConversationField field) => rules.Takes(AnthropicFields.Table[field]);

    /// <summary>Writes <c>thinking</c>, where there is anything to say.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (!IsOn && !IsOff)
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, IsOff ? "disabled"u8 : Budget is null ? "adaptive"u8 : "enabled"u8);
        writer.WriteGiven("budget_tokens"u8, Budget);
        if (IsShown is { } shown)
        {
            writer.WriteString("display"u8, shown ? "summarized"u8 : "omitted"u8);
        }

        writer.WriteEndObject();
    }
}
