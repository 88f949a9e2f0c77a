using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.Disposition;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What Chat calls each field, and what becomes of it on the way to a Chat provider.</summary>
internal static class ChatFields
{
    /// <summary>The table.</summary>
    public static readonly FieldTable Table = new(
        new(Instructions, Carried, "messages[].role=system"),
        new(LaterInstructions, Carried, "messages[].role=system"),
        new(SpeakerName, Carried, "messages[].name"),
        new(Text, Carried, "messages[].content"),
        new(Image, Carried, "messages[].content[].image_url"),
        new(ImageDetail, Carried, "messages[].content[].image_url.detail"),
        new(Audio, Carried, "messages[].content[].input_audio"),
        new(ConversationField.File, Carried, "messages[].content[].file"),
        new(FileUrl, Dropped),
        new(FileContext, Dropped),
        new(ProviderFile, Dropped, "messages[].content[].file.file_id"),
        new(ToolCall, Carried, "messages[].tool_calls"),
        new(FreeformCall, Carried, "messages[].tool_calls[].custom"),
        new(CallSignature, Dropped, "messages[].tool_calls[].extra_content"),
        new(ToolResult, Carried, "messages[].role=tool"),
        new(ToolError, Emulated),
        new(ToolResultMedia, Emulated),
        new(Reasoning, Carried, "messages[].reasoning_content"),
        new(SignedReasoning, Mapped, "messages[].thinking_blocks"),
        new(SealedReasoning, Dropped, "messages[].thinking_blocks"),
        new(Refusal, Carried, "messages[].refusal"),
        new(Citations, Dropped, "messages[].annotations"),
        new(CacheMarkers, Dropped, "cache_control"),
        new(Tools, Carried, "tools"),
        new(StrictTools, Carried, "tools[].function.strict"),
        new(FreeformTools, Carried, "tools[].custom"),
        new(ConversationField.ToolChoice, Carried, "tool_choice"),
        new(AllowedTools, Carried, "tool_choice.allowed_tools"),
        new(ParallelToolCalls, Carried, "parallel_tool_calls"),
        new(JsonObject, Carried, "response_format"),
        new(JsonSchema, Carried, "response_format"),
        new(ConversationField.ReasoningEffort, Carried, "reasoning_effort"),
        new(ReasoningBudget, Mapped, "thinking_budget"),
        new(ReasoningShown, Dropped),
        new(MaxTokens, Carried, "max_completion_tokens"),
        new(Temperature, Carried, "temperature"),
        new(TopP, Carried, "top_p"),
        new(TopK, Dropped, "top_k"),
        new(FrequencyPenalty, Carried, "frequency_penalty"),
        new(PresencePenalty, Carried, "presence_penalty"),
        new(Stop, Carried, "stop"),
        new(Seed, Carried, "seed"),
        new(Count, Carried, "n"),
        new(Logprobs, Carried, "logprobs"),
        new(LogitBias, Carried, "logit_bias"),
        new(ServiceTier, Mapped, "service_tier"),
        new(EndUser, Mapped, "safety_identifier"),
        new(PromptCacheKey, Carried, "prompt_cache_key"),
        new(Metadata, Carried, "metadata"),
        new(Store, Carried, "store"),
        new(Verbosity, Carried, "verbosity"),
        new(Modalities, Carried, "modalities"),
        new(Voice, Carried, "audio"),
        new(Prediction, Carried, "prediction"));
}
