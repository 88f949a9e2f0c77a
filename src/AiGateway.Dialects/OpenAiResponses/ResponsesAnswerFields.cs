using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>What Responses calls each field of an answer, and what becomes of it on the way to a caller who speaks Responses.</summary>
internal static class ResponsesAnswerFields
{
    /// <summary>The table.</summary>
    public static readonly AnswerTable Table = new(
        new(AnswerField.Text, Disposition.Carried, "output[].content[].output_text"),
        new(AnswerField.Refusal, Disposition.Carried, "output[].content[].refusal"),
        new(AnswerField.Reasoning, Disposition.Carried, "output[].reasoning.summary"),
        new(AnswerField.ReasoningSignature, Disposition.Carried, "output[].reasoning.encrypted_content"),
        new(AnswerField.SealedReasoning, Disposition.Carried, "output[].reasoning.encrypted_content"),
        new(AnswerField.ToolCall, Disposition.Carried, "output[].function_call"),
        new(AnswerField.FreeformCall, Disposition.Carried, "output[].custom_tool_call"),
        new(AnswerField.CallSignature, Disposition.Dropped),
        new(AnswerField.Image, Disposition.Carried, "output[].image_generation_call"),
        new(AnswerField.Citations, Disposition.Carried, "output[].content[].annotations"),
        new(AnswerField.Quotes, Disposition.Dropped),
        new(AnswerField.Logprobs, Disposition.Carried, "output[].content[].logprobs"),
        new(AnswerField.MoreAnswers, Disposition.Dropped),
        new(AnswerField.StopSequence, Disposition.Dropped),
        new(AnswerField.Usage, Disposition.Carried, "usage"),
        new(AnswerField.CacheReads, Disposition.Carried, "usage.input_tokens_details.cached_tokens"),
        new(AnswerField.CacheWrites, Disposition.Carried, "usage.input_tokens_details.cache_write_tokens"),
        new(AnswerField.ReasoningTokens, Disposition.Carried, "usage.output_tokens_details.reasoning_tokens"),
        new(AnswerField.ServiceTier, Disposition.Carried, "service_tier") { WholeOnly = true },
        new(AnswerField.Id, Disposition.Mapped, "id"),
        new(AnswerField.Model, Disposition.Carried, "model"),
        new(AnswerField.Created, Disposition.Carried, "created_at"));
}
