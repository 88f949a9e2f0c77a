using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes how much a Chat request says to think. Every provider has a word of its own for it.</summary>
internal static class ChatReasoning
{
    /// <summary>Writes the members that say so.</summary>
    public static void Write(Utf8JsonWriter writer, ReasoningOptions reasoning, RequestRules rules, DroppedFields dropped)
    {
        switch (rules.Reasoning ?? ReasoningSpelling.Effort)
        {
            case ReasoningSpelling.EnableThinking:
                writer.WriteBoolean("enable_thinking"u8, !reasoning.IsOff);
                writer.WriteGiven("thinking_budget"u8, reasoning.IsOff ? null : reasoning.NearestBudget);
                break;
            case ReasoningSpelling.ThinkingType:
                WriteType(writer, reasoning, rules);
                break;
            case ReasoningSpelling.Nested:
                WriteNested(writer, reasoning, rules);
                break;
            case ReasoningSpelling.Template:
                writer.WriteStartObject("chat_template_kwargs"u8);
                writer.WriteBoolean("enable_thinking"u8, !reasoning.IsOff);
                writer.WriteEndObject();
                break;
            case ReasoningSpelling.None:
                dropped.Add(reasoning.Budget is null ? ConversationField.ReasoningEffort : ConversationField.ReasoningBudget);
                break;
            default:
                // To think as the model sees fit has no word of its own.
                writer.WriteString("reasoning_effort"u8, ReasoningOptions.WordOf(reasoning.NearestEffort ?? ReasoningEffort.Medium));
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter writer, ReasoningOptions reasoning, RequestRules rules)
    {
        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, reasoning.IsOff ? "disabled"u8 : "enabled"u8);
        writer.WriteEndObject();
        if (rules.Efforts is { Count: > 0 } && reasoning is { IsOff: false, Effort: { } effort })
        {
            writer.WriteString("reasoning_effort"u8, ReasoningOptions.WordOf(effort));
        }
    }

    private static void WriteNested(Utf8JsonWriter writer, ReasoningOptions reasoning, RequestRules rules)
    {
        writer.WriteStartObject("reasoning"u8);
        var knowsDegrees = rules.Efforts is not { Count: 0 };
        if (knowsDegrees && reasoning.Budget is { } budget)
        {
            writer.WriteNumber("max_tokens"u8, budget);
        }
        else if (knowsDegrees && reasoning is { IsOff: false, Effort: { } effort })
        {
            writer.WriteString("effort"u8, ReasoningOptions.WordOf(effort));
        }
        else
        {
            writer.WriteBoolean("enabled"u8, !reasoning.IsOff);
        }

        if (reasoning.IsShown == false && rules.Takes(ChatFields.Table[ConversationField.ReasoningShown]))
        {
            writer.WriteBoolean("exclude"u8, true);
        }

        writer.WriteEndObject();
    }
}
