using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a caller asks of a model, in nobody's dialect. Points into the body that it was read from, and lives no longer.</summary>
internal sealed record ConversationRequest
{
    /// <summary>The model's name; not there where the path names it.</summary>
    public JsonString Model { get; init; }

    /// <summary>The answer is to come event by event.</summary>
    public bool Stream { get; init; }

    /// <summary>The talk so far, instructions included, in the order of the caller. Neighbours may have the same role.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>What the model may call.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Whether and what it must call; null for the provider's default.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Several calls at once are allowed; null for the provider's default.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The shape that the answer must have; null for text.</summary>
    public ResponseFormat? Format { get; init; }

    /// <summary>How much to think; null for the provider's default.</summary>
    public ReasoningOptions? Reasoning { get; init; }

    /// <summary>How the next token is chosen, and when no more are.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Default;

    /// <summary>The tier of service, in the caller's word.</summary>
    public JsonString ServiceTier { get; init; }

    /// <summary>Stands for the end user, for the provider's abuse checks.</summary>
    public JsonString EndUser { get; init; }

    /// <summary>Requests with the same key are likely to share a prefix.</summary>
    public JsonString PromptCacheKey { get; init; }

    /// <summary>A marker on the request as a whole: cache all that can be.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>Key-value pairs that are stored with the answer: a JSON object.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>The answer is to be stored at the provider.</summary>
    public bool? Store { get; init; }

    /// <summary>How wordy to be: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public JsonString Verbosity { get; init; }

    /// <summary>What the answer may consist of besides text: a JSON array of words.</summary>
    public ReadOnlyMemory<byte> Modalities { get; init; }

    /// <summary>How spoken answers sound: OpenAI's <c>audio</c> object.</summary>
    public ReadOnlyMemory<byte> Voice { get; init; }

    /// <summary>Text that the answer will largely repeat: OpenAI's <c>prediction</c> object.</summary>
    public ReadOnlyMemory<byte> Prediction { get; init; }

    /// <summary>The id of the stored answer that the talk goes on from; not there where it begins here.</summary>
    public JsonString PreviousAnswer { get; init; }

    /// <summary>The stored talk that is gone on with: OpenAI's <c>conversation</c>, an id or an object that has one.</summary>
    public ReadOnlyMemory<byte> StoredConversation { get; init; }

    /// <summary>The stored prompt that the talk begins with: OpenAI's <c>prompt</c> object.</summary>
    public ReadOnlyMemory<byte> StoredPrompt { get; init; }

    /// <summary>Several prompts at once, or prompts of token ids (legacy completions), as they came; empty for what can be said in turns.</summary>
    public ReadOnlyMemory<byte> Prompts { get; init; }

    /// <summary>The answer is to begin with the prompt (legacy completions), which the gateway sees to.</summary>
    public bool Echo { get; init; }

    /// <summary>The caller knows one function call an answer, and no tools (OpenAI's older Chat), and is to be answered so.</summary>
    public bool KnowsFunctionsOnly { get; init; }

    /// <summary>What the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}
