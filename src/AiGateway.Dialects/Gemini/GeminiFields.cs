using AiGateway.Dialects.Conversation;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.Disposition;

namespace AiGateway.Dialects.Gemini;

/// <summary>What Gemini calls each field, and what becomes of it on the way to Gemini, which takes no member that it does not know.</summary>
internal static class GeminiFields
{
    /// <summary>The table.</summary>
    public static readonly FieldTable Table = new(
        new(Instructions, Carried, "systemInstruction"),
        new(LaterInstructions, Emulated),
        new(SpeakerName, Dropped),
        new(Text, Carried, "contents[].parts[].text"),
        new(Image, Carried, "contents[].parts[].inlineData"),
        new(ImageDetail, Dropped),
        new(Audio, Carried, "contents[].parts[].inlineData"),
        new(ConversationField.File, Carried, "contents[].parts[].inlineData"),
        new(FileUrl, Carried, "contents[].parts[].fileData"),
        new(FileContext, Dropped),
        new(ProviderFile, Dropped),
        new(ToolCall, Carried, "contents[].parts[].functionCall"),
        new(FreeformCall, Emulated),
        new(CallSignature, Carried, "contents[].parts[].thoughtSignature"),
        new(ToolResult, Carried, "contents[].parts[].functionResponse"),
        new(ToolError, Mapped, "contents[].parts[].functionResponse.response.error"),
        new(ToolResultMedia, Emulated),
        new(Reasoning, Carried, "contents[].parts[].thought"),
        new(SignedReasoning, Mapped),
        new(SealedReasoning, Dropped),
        new(Refusal, Mapped),
        new(Citations, Dropped),
        new(CacheMarkers, Dropped),
        new(Tools, Carried, "tools[].functionDeclarations"),
        new(StrictTools, Dropped),
        new(FreeformTools, Dropped),
        new(ConversationField.ToolChoice, Carried, "toolConfig.functionCallingConfig.mode"),
        new(AllowedTools, Mapped, "toolConfig.functionCallingConfig.allowedFunctionNames"),
        new(ParallelToolCalls, Dropped),
        new(JsonObject, Carried, "generationConfig.responseMimeType"),
        new(JsonSchema, Carried, "generationConfig.responseJsonSchema"),
        new(ConversationField.ReasoningEffort, Mapped, "generationConfig.thinkingConfig.thinkingLevel"),
        new(ReasoningBudget, Carried, "generationConfig.thinkingConfig.thinkingBudget"),
        new(ReasoningShown, Carried, "generationConfig.thinkingConfig.includeThoughts"),
        new(MaxTokens, Carried, "generationConfig.maxOutputTokens"),
        new(Temperature, Carried, "generationConfig.temperature"),
        new(TopP, Carried, "generationConfig.topP"),
        new(TopK, Carried, "generationConfig.topK"),
        new(FrequencyPenalty, Carried, "generationConfig.frequencyPenalty"),
        new(PresencePenalty, Carried, "generationConfig.presencePenalty"),
        new(Stop, Carried, "generationConfig.stopSequences"),
        new(Seed, Carried, "generationConfig.seed"),
        new(Count, Carried, "generationConfig.candidateCount"),
        new(Logprobs, Carried, "generationConfig.responseLogprobs"),
        new(LogitBias, Dropped),
        new(ServiceTier, Dropped, "serviceTier"),
        new(EndUser, Dropped),
        new(PromptCacheKey, Dropped),
        new(Metadata, Dropped, "labels"),
        new(Store, Dropped),
        new(Verbosity, Dropped),
        new(Modalities, Dropped, "generationConfig.responseModalities"),
        new(Voice, Dropped, "generationConfig.speechConfig"),
        new(Prediction, Dropped));
}
