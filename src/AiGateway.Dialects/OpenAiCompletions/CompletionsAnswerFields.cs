using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>What legacy completions call each field of an answer, and what becomes of it on the way to a caller who asked for one.</summary>
internal static class CompletionsAnswerFields
{
    /// <summary>The table.</summary>
    public static readonly AnswerTable Table = new(
        new(AnswerField.Text, Disposition.Carried, "choices[].text"),
        new(AnswerField.Refusal, Disposition.Mapped, "choices[].text"),
        new(AnswerField.Reasoning, Disposition.Dropped),
        new(AnswerField.ReasoningSignature, Disposition.Dropped),
        new(AnswerField.SealedReasoning, Disposition.Dropped),
        new(AnswerField.ToolCall, Disposition.Dropped),
        new(AnswerField.FreeformCall, Disposition.Dropped),
        new(AnswerField.CallSignature, Disposition.Dropped),
        new(AnswerField.Image, Disposition.Dropped),
        new(AnswerField.Citations, Disposition.Dropped),
        new(AnswerField.Quotes, Disposition.Dropped),
        new(AnswerField.Logprobs, Disposition.Mapped, "choices[].logprobs"),
        new(AnswerField.MoreAnswers, Disposition.Carried, "choices"),
        new(AnswerField.StopSequence, Disposition.Dropped),
        new(AnswerField.Usage, Disposition.Carried, "usage"),
        new(AnswerField.CacheReads, Disposition.Carried, "usage.prompt_tokens_details.cached_tokens"),
        new(AnswerField.CacheWrites, Disposition.Carried, "usage.prompt_tokens_details.cache_write_tokens"),
        new(AnswerField.ReasoningTokens, Disposition.Carried, "usage.completion_tokens_details.reasoning_tokens"),
        new(AnswerField.ServiceTier, Disposition.Dropped),
        new(AnswerField.Id, Disposition.Carried, "id"),
        new(AnswerField.Model, Disposition.Carried, "model"),
        new(AnswerField.Created, Disposition.Carried, "created"));
}
