namespace AiGateway.Dialects.Conversation;

/// <summary>Every field of a request that a dialect may be unable to carry.</summary>
internal enum ConversationField
{
    /// <summary>Instructions ahead of the talk.</summary>
    Instructions,

    /// <summary>Instructions in the middle of the talk.</summary>
    LaterInstructions,

    /// <summary>Names of speakers.</summary>
    SpeakerName,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Images, by data or URL.</summary>
    Image,

    /// <summary>How closely to look at an image.</summary>
    ImageDetail,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Documents, by data.</summary>
    File,

    /// <summary>Documents, by URL.</summary>
    FileUrl,

    /// <summary>What a document is about, and whether to cite it.</summary>
    FileContext,

    /// <summary>Media by the id of a file that the provider has.</summary>
    ProviderFile,

    /// <summary>Calls of tools.</summary>
    ToolCall,

    /// <summary>Calls whose argument is text.</summary>
    FreeformCall,

    /// <summary>Signatures of calls.</summary>
    CallSignature,

    /// <summary>Results of tools.</summary>
    ToolResult,

    /// <summary>That a call failed.</summary>
    ToolError,

    /// <summary>Images and documents in results.</summary>
    ToolResultMedia,

    /// <summary>Earlier reasoning that nobody signed.</summary>
    Reasoning,

    /// <summary>Earlier reasoning with its signature.</summary>
    SignedReasoning,

    /// <summary>Earlier reasoning that only its provider can read.</summary>
    SealedReasoning,

    /// <summary>Earlier refusals.</summary>
    Refusal,

    /// <summary>Earlier citations.</summary>
    Citations,

    /// <summary>What to cache.</summary>
    CacheMarkers,

    /// <summary>Functions.</summary>
    Tools,

    /// <summary>That arguments must fit the schema.</summary>
    StrictTools,

    /// <summary>Tools whose argument is text.</summary>
    FreeformTools,

    /// <summary>Whether a tool must be called.</summary>
    ToolChoice,

    /// <summary>Which tools may be called.</summary>
    AllowedTools,

    /// <summary>Whether several calls at once are allowed.</summary>
    ParallelToolCalls,

    /// <summary>That the answer must be a JSON object.</summary>
    JsonObject,

    /// <summary>The schema that the answer must fit.</summary>
    JsonSchema,

    /// <summary>How hard to think.</summary>
    ReasoningEffort,

    /// <summary>How many tokens to think.</summary>
    ReasoningBudget,

    /// <summary>Whether the reasoning is shown.</summary>
    ReasoningShown,

    /// <summary>The token limit.</summary>
    MaxTokens,

    /// <summary>Temperature.</summary>
    Temperature,

    /// <summary>Nucleus.</summary>
    TopP,

    /// <summary>From how many tokens is chosen.</summary>
    TopK,

    /// <summary>Frequency penalty.</summary>
    FrequencyPenalty,

    /// <summary>Presence penalty.</summary>
    PresencePenalty,

    /// <summary>Stop sequences.</summary>
    Stop,

    /// <summary>Seed.</summary>
    Seed,

    /// <summary>How many answers.</summary>
    Count,

    /// <summary>Probabilities of tokens.</summary>
    Logprobs,

    /// <summary>Biases of tokens.</summary>
    LogitBias,

    /// <summary>The tier of service.</summary>
    ServiceTier,

    /// <summary>The end user.</summary>
    EndUser,

    /// <summary>The key of the prompt cache.</summary>
    PromptCacheKey,

    /// <summary>Stored key-value pairs.</summary>
    Metadata,

    /// <summary>Whether to store the answer.</summary>
    Store,

    /// <summary>How wordy to be.</summary>
    Verbosity,

    /// <summary>What the answer may consist of.</summary>
    Modalities,

    /// <summary>How spoken answers sound.</summary>
    Voice,

    /// <summary>Text that will be repeated.</summary>
    Prediction,

    /// <summary>The stored answer that the talk goes on from.</summary>
    PreviousAnswer,

    /// <summary>The stored talk that is gone on with.</summary>
    StoredConversation,

    /// <summary>The stored prompt that the talk begins with.</summary>
    StoredPrompt,

    /// <summary>Pieces of the talk that are stored and named by their ids.</summary>
    StoredItem,

    /// <summary>Several prompts at once, or prompts of token ids.</summary>
    Prompts,
}
