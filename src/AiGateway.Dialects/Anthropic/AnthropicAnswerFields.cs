using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What Messages calls each field of an answer, and what becomes of it on the way to a caller who speaks Messages.</summary>
internal static class AnthropicAnswerFields
{
    /// <summary>The table.</summary>
    public static readonly AnswerTable Table = new(
        new(AnswerField.Text, Disposition.Carried, "content[].text"),
        new(AnswerField.Refusal, Disposition.Mapped, "content[].text"),
        new(AnswerField.Reasoning, Disposition.Carried, "content[].thinking"),
        new(AnswerField.ReasoningSignature, Disposition.Carried, "content[].thinking.signature"),
        new(AnswerField.SealedReasoning, Disposition.Carried, "content[].redacted_thinking"),
        new(AnswerField.ToolCall, Disposition.Carried, "content[].tool_use"),
        new(AnswerField.FreeformCall, Disposition.Emulated, "content[].tool_use"),
        new(AnswerField.CallSignature, Disposition.Dropped),
        new(AnswerField.Image, Disposition.Dropped),
        new(AnswerField.Citations, Disposition.Carried, "content[].citations"),
        new(AnswerField.Quotes, Disposition.Carried, "content[].citations[].cited_text"),
        new(AnswerField.Logprobs, Disposition.Dropped),
        new(AnswerField.MoreAnswers, Disposition.Dropped),
        new(AnswerField.StopSequence, Disposition.Carried, "stop_sequence"),
        new(AnswerField.Usage, Disposition.Carried, "usage"),
        new(AnswerField.CacheReads, Disposition.Carried, "usage.cache_read_input_tokens"),
        new(AnswerField.CacheWrites, Disposition.Carried, "usage.cache_creation_input_tokens"),
        new(AnswerField.ReasoningTokens, Disposition.Carried, "usage.output_tokens_details.thinking_tokens"),
        new(AnswerField.ServiceTier, Disposition.Dropped, "usage.service_tier"),
        new(AnswerField.Id, Disposition.Carried, "id"),
        new(AnswerField.Model, Disposition.Carried, "model"),
        new(AnswerField.Created, Disposition.Dropped));
}
