using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.Disposition;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What Messages calls each field, and what becomes of it on the way to an Anthropic provider.</summary>
internal static class AnthropicFields
{
    /// <summary>The table.</summary>
    public static readonly FieldTable Table = new(
        new(Instructions, Carried, "system"),
        new(LaterInstructions, Emulated, "messages[].role=system"),
        new(SpeakerName, Dropped),
        new(Text, Carried, "messages[].content"),
        new(Image, Carried, "messages[].content[].image"),
        new(ImageDetail, Dropped),
        new(Audio, Dropped),
        new(ConversationField.File, Carried, "messages[].content[].document"),
        new(FileUrl, Carried, "messages[].content[].document.source.url"),
        new(FileContext, Carried, "messages[].content[].document.citations"),
        new(ProviderFile, Dropped, "messages[].content[].source.file_id"),
        new(ToolCall, Carried, "messages[].content[].tool_use"),
        new(FreeformCall, Emulated),
        new(CallSignature, Dropped),
        new(ToolResult, Carried, "messages[].content[].tool_result"),
        new(ToolError, Carried, "messages[].content[].tool_result.is_error"),
        new(ToolResultMedia, Carried, "messages[].content[].tool_result.content"),
        new(Reasoning, Dropped, "messages[].content[].thinking"),
        new(SignedReasoning, Carried, "messages[].content[].thinking"),
        new(SealedReasoning, Carried, "messages[].content[].redacted_thinking"),
        new(Refusal, Mapped),
        new(Citations, Dropped, "messages[].content[].citations"),
        new(CacheMarkers, Carried, "cache_control"),
        new(Tools, Carried, "tools"),
        new(StrictTools, Carried, "tools[].strict"),
        new(FreeformTools, Dropped),
        new(ConversationField.ToolChoice, Carried, "tool_choice"),
        new(AllowedTools, Emulated),
        new(ParallelToolCalls, Mapped, "tool_choice.disable_parallel_tool_use"),
        new(JsonObject, Emulated),
        new(JsonSchema, Mapped, "output_config.format"),
        new(ConversationField.ReasoningEffort, Mapped, "output_config.effort"),
        new(ReasoningBudget, Carried, "thinking.budget_tokens"),
        new(ReasoningShown, Carried, "thinking.display"),
        new(MaxTokens, Carried, "max_tokens"),
        new(Temperature, Mapped, "temperature"),
        new(TopP, Carried, "top_p"),
        new(TopK, Carried, "top_k"),
        new(FrequencyPenalty, Dropped),
        new(PresencePenalty, Dropped),
        new(Stop, Carried, "stop_sequences"),
        new(Seed, Dropped),
        new(Count, Dropped),
        new(Logprobs, Dropped),
        new(LogitBias, Dropped),
        new(ServiceTier, Mapped, "service_tier"),
        new(EndUser, Mapped, "metadata.user_id"),
        new(PromptCacheKey, Dropped),
        new(Metadata, Dropped),
        new(Store, Dropped),
        new(Verbosity, Dropped),
        new(Modalities, Dropped),
        new(Voice, Dropped),
        new(Prediction, Dropped));
}
