using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What Chat calls each field of an answer, and what becomes of it on the way to a caller who speaks Chat.</summary>
internal static class ChatAnswerFields
{
    /// <summary>The table.</summary>
    public static readonly AnswerTable Table = new(
        new(AnswerField.Text, Disposition.Carried, "choices[].message.content"),
        new(AnswerField.Refusal, Disposition.Carried, "choices[].message.refusal"),
        new(AnswerField.Reasoning, Disposition.Carried, "choices[].message.reasoning_content"),
        new(AnswerField.ReasoningSignature, Disposition.Mapped, "choices[].message.thinking_blocks"),
        new(AnswerField.SealedReasoning, Disposition.Mapped, "choices[].message.thinking_blocks"),
        new(AnswerField.ToolCall, Disposition.Carried, "choices[].message.tool_calls"),
        new(AnswerField.FreeformCall, Disposition.Carried, "choices[].message.tool_calls[].custom"),
        new(AnswerField.CallSignature, Disposition.Carried, "choices[].message.tool_calls[].extra_content"),
        new(AnswerField.Image, Disposition.Carried, "choices[].message.images"),
        new(AnswerField.Citations, Disposition.Carried, "choices[].message.annotations"),
        new(AnswerField.Quotes, Disposition.Dropped),
        new(AnswerField.Logprobs, Disposition.Carried, "choices[].logprobs"),
        new(AnswerField.MoreAnswers, Disposition.Carried, "choices"),
        new(AnswerField.StopSequence, Disposition.Dropped, "choices[].stop_reason"),
        new(AnswerField.Usage, Disposition.Carried, "usage"),
        new(AnswerField.CacheReads, Disposition.Carried, "usage.prompt_tokens_details.cached_tokens"),
        new(AnswerField.CacheWrites, Disposition.Carried, "usage.prompt_tokens_details.cache_write_tokens"),
        new(AnswerField.ReasoningTokens, Disposition.Carried, "usage.completion_tokens_details.reasoning_tokens"),
        new(AnswerField.ServiceTier, Disposition.Carried, "service_tier") { WholeOnly = true },
        new(AnswerField.Id, Disposition.Carried, "id"),
        new(AnswerField.Model, Disposition.Carried, "model"),
        new(AnswerField.Created, Disposition.Carried, "created"));
}
