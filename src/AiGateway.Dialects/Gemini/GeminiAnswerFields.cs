using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Gemini;

/// <summary>What Gemini calls each field of an answer, and what becomes of it on the way to a caller who speaks Gemini.</summary>
internal static class GeminiAnswerFields
{
    /// <summary>The table.</summary>
    public static readonly AnswerTable Table = new(
        new(AnswerField.Text, Disposition.Carried, "candidates[].content.parts[].text"),
        new(AnswerField.Refusal, Disposition.Mapped, "candidates[].content.parts[].text"),
        new(AnswerField.Reasoning, Disposition.Carried, "candidates[].content.parts[].thought"),
        new(AnswerField.ReasoningSignature, Disposition.Carried, "candidates[].content.parts[].thoughtSignature") { WholeOnly = true },
        new(AnswerField.SealedReasoning, Disposition.Dropped),
        new(AnswerField.ToolCall, Disposition.Carried, "candidates[].content.parts[].functionCall"),
        new(AnswerField.FreeformCall, Disposition.Emulated, "candidates[].content.parts[].functionCall"),
        new(AnswerField.CallSignature, Disposition.Carried, "candidates[].content.parts[].thoughtSignature"),
        new(AnswerField.Image, Disposition.Carried, "candidates[].content.parts[].inlineData"),
        new(AnswerField.Citations, Disposition.Carried, "candidates[].groundingMetadata"),
        new(AnswerField.Quotes, Disposition.Dropped),
        new(AnswerField.Logprobs, Disposition.Mapped, "candidates[].logprobsResult"),
        new(AnswerField.MoreAnswers, Disposition.Carried, "candidates"),
        new(AnswerField.StopSequence, Disposition.Dropped),
        new(AnswerField.Usage, Disposition.Carried, "usageMetadata"),
        new(AnswerField.CacheReads, Disposition.Carried, "usageMetadata.cachedContentTokenCount"),
        new(AnswerField.CacheWrites, Disposition.Dropped),
        new(AnswerField.ReasoningTokens, Disposition.Carried, "usageMetadata.thoughtsTokenCount"),
        new(AnswerField.ServiceTier, Disposition.Dropped),
        new(AnswerField.Id, Disposition.Carried, "responseId"),
        new(AnswerField.Model, Disposition.Carried, "modelVersion"),
        new(AnswerField.Created, Disposition.Dropped, "createTime"));
}
