using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>What legacy completions call each field. They are no target: what they do not name cannot be said in them.</summary>
internal static class CompletionsFields
{
    /// <summary>The table of a caller's words.</summary>
    public static readonly FieldTable Table = Naming(
        (Text, "prompt"), (Prompts, "prompt"), (MaxTokens, "max_tokens"), (Temperature, "temperature"), (TopP, "top_p"), (TopK, "top_k"),
        (FrequencyPenalty, "frequency_penalty"), (PresencePenalty, "presence_penalty"), (Stop, "stop"), (Seed, "seed"), (Count, "n"),
        (Logprobs, "logprobs"), (LogitBias, "logit_bias"), (EndUser, "user"));

    private static FieldTable Naming(params ReadOnlySpan<(ConversationField Field, string Name)> names)
    {
        var fields = Enum.GetValues<ConversationField>();
        var rows = new FieldRow[fields.Length];
        foreach (var field in fields)
        {
            rows[(int)field] = new FieldRow(field, Disposition.Dropped);
        }

        foreach (var (field, name) in names)
        {
            rows[(int)field] = new FieldRow(field, Disposition.Carried, name);
        }

        return new FieldTable(rows);
    }
}
