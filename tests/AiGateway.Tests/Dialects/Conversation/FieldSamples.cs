using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using static AiGateway.Dialects.Conversation.ConversationField;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>For every field a request that has it, and the same request without it.</summary>
internal static class FieldSamples
{
    private static readonly JsonString s_word = JsonString.Of("word");
    private static readonly MediaSource s_data = new() { MediaType = JsonString.Of("image/png"), Data = JsonString.Of("iVBORw0KGgo=") };
    private static readonly MediaSource s_pdf = new() { MediaType = JsonString.Of("application/pdf"), Data = JsonString.Of("JVBERi0=") };
    private static readonly MediaSource s_url = new() { Url = JsonString.Of("https://example.com/a") };
    private static readonly TextPart s_text = new(JsonString.Of("Hi"));
    private static readonly ToolCallPart s_call = new(JsonString.Of("call_1"), s_word, Utf8("{\"a\":1}"));
    private static readonly FunctionTool s_tool = new(s_word, s_word, Utf8("{\"type\":\"object\",\"properties\":{}}"));
    private static readonly FunctionTool s_otherTool = s_tool with { Name = JsonString.Of("other") };
    private static readonly ConversationRequest s_base = new() { Model = JsonString.Of("m"), Turns = [User(s_text)] };
    private static readonly ConversationRequest s_withTools = s_base with { Tools = [s_tool, s_otherTool] };

    /// <summary>The request with the field, and the one without.</summary>
    /// <param name="field">The field.</param>
    /// <param name="family">Who gave out what is signed or sealed in it.</param>
    public static (ConversationRequest With, ConversationRequest Without) Of(ConversationField field, DialectFamily family) => field switch
    {
        Instructions => (s_base with { Turns = [new Turn(TurnRole.System, [s_text]), User(s_text)] }, s_base),
        LaterInstructions => (s_base with { Turns = [User(s_text), new Turn(TurnRole.System, [s_text])] }, s_base),
        SpeakerName => (s_base with { Turns = [User(s_text) with { Name = s_word }] }, s_base),
        Text => (Asked(s_text, new TextPart(s_word)), Asked(s_text)),
        Image => (Asked(s_text, new ImagePart(s_data)), Asked(s_text)),
        ImageDetail => (Asked(s_text, new ImagePart(s_data) { Detail = JsonString.Of("low") }), Asked(s_text, new ImagePart(s_data))),
        Audio => (Asked(s_text, new AudioPart(s_data with { MediaType = JsonString.Of("audio/wav") })), Asked(s_text)),
        ConversationField.File => (Asked(s_text, new FilePart(s_pdf)), Asked(s_text)),
        FileUrl => (Asked(s_text, new FilePart(s_url)), Asked(s_text)),
        FileContext => (Asked(s_text, new FilePart(s_pdf) { Context = s_word, Cite = true }), Asked(s_text, new FilePart(s_pdf))),
        ProviderFile => (Asked(s_text, new ImagePart(new MediaSource { FileId = s_word })), Asked(s_text)),
        ToolCall => (Said(s_call), Said()),
        FreeformCall => (Said(s_call with { IsFreeform = true }), Said()),
        CallSignature => (Said(s_call with { Signature = new Signature(DialectFamily.Gemini, s_word) }), Said(s_call)),
        ToolResult => (Answered(Result(s_text)), Answered()),
        ToolError => (Answered(Result(s_text) with { IsError = true }), Answered(Result(s_text))),
        ToolResultMedia => (Answered(Result(s_text, new ImagePart(s_data))), Answered(Result(s_text))),
        Reasoning => (Said(new ReasoningPart(s_word), s_text), Said(s_text)),
        SignedReasoning => (Said(new ReasoningPart(s_word) { Signature = new Signature(family, s_word) }, s_text), Said(s_text)),
        SealedReasoning => (Said(new SealedReasoningPart(new Signature(family, s_word)), s_text), Said(s_text)),
        StoredItem => (Said(new StoredPart(s_word), s_text), Said(s_text)),
        Refusal => (Said(new RefusalPart(s_word)), Said()),
        Citations => (Said(s_text with { Citations = [new Citation { Url = s_word, Family = DialectFamily.OpenAi }] }), Said(s_text)),
        CacheMarkers => (Asked(s_text with { Cache = new CacheMarker(default) }), Asked(s_text)),
        _ => OfSettings(field),
    };

    private static (ConversationRequest With, ConversationRequest Without) OfSettings(ConversationField field) => field switch
    {
        Tools => (s_withTools, s_base),
        StrictTools => (s_base with { Tools = [s_tool with { Strict = true }] }, s_base with { Tools = [s_tool] }),
        FreeformTools => (s_base with { Tools = [s_tool, new FreeformTool(s_word, s_word)] }, s_base with { Tools = [s_tool] }),
        ConversationField.ToolChoice => (s_withTools with { ToolChoice = new ToolChoice(ToolChoiceMode.Required, []) }, s_withTools),
        AllowedTools => (s_withTools with { ToolChoice = new ToolChoice(ToolChoiceMode.Auto, [s_word]) }, s_withTools),
        ParallelToolCalls => (s_withTools with { ParallelToolCalls = false }, s_withTools),
        JsonObject => (s_base with { Format = new ResponseFormat(default) }, s_base),
        JsonSchema => (s_base with { Format = new ResponseFormat(Utf8("{\"type\":\"object\"}")) }, s_base),
        ConversationField.ReasoningEffort => (Thinking(new ReasoningOptions { Effort = AiGateway.Dialects.Conversation.ReasoningEffort.High }), s_base),
        ReasoningBudget => (Thinking(new ReasoningOptions { Budget = 2048 }), s_base),
        ReasoningShown => (Thinking(new ReasoningOptions { Budget = 2048, IsShown = true }), Thinking(new ReasoningOptions { Budget = 2048 })),
        ServiceTier => (s_base with { ServiceTier = JsonString.Of("auto") }, s_base),
        EndUser => (s_base with { EndUser = s_word }, s_base),
        PromptCacheKey => (s_base with { PromptCacheKey = s_word }, s_base),
        Metadata => (s_base with { Metadata = Utf8("{\"a\":\"b\"}") }, s_base),
        Store => (s_base with { Store = true }, s_base),
        Verbosity => (s_base with { Verbosity = JsonString.Of("low") }, s_base),
        Modalities => (s_base with { Modalities = Utf8("[\"text\",\"audio\"]") }, s_base),
        Voice => (s_base with { Voice = Utf8("{\"voice\":\"x\"}") }, s_base),
        PreviousAnswer => (s_base with { PreviousAnswer = s_word }, s_base),
        StoredConversation => (s_base with { StoredConversation = Utf8("\"conv_1\"") }, s_base),
        StoredPrompt => (s_base with { StoredPrompt = Utf8("{\"id\":\"p\"}") }, s_base),
        Prompts => (s_base with { Prompts = Utf8("[\"a\",\"b\"]") }, s_base),
        Prediction => (s_base with { Prediction = Utf8("{\"type\":\"content\"}") }, s_base),
        _ => (s_base with { Sampling = OfSampling(field) }, s_base),
    };

    private static SamplingOptions OfSampling(ConversationField field) => field switch
    {
        MaxTokens => new() { MaxTokens = 77 },
        Temperature => new() { Temperature = 0.5 },
        TopP => new() { TopP = 0.5 },
        TopK => new() { TopK = 5 },
        FrequencyPenalty => new() { FrequencyPenalty = 0.5 },
        PresencePenalty => new() { PresencePenalty = 0.5 },
        Stop => new() { Stop = [s_word] },
        Seed => new() { Seed = 5 },
        Count => new() { Count = 2 },
        Logprobs => new() { Logprobs = true, TopLogprobs = 2 },
        LogitBias => new() { LogitBias = Utf8("{\"1\":2}") },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No sample"),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Turn User(params Part[] parts) => new(TurnRole.User, parts);

    private static ConversationRequest Asked(params Part[] parts) => s_base with { Turns = [User(parts)] };

    private static ConversationRequest Said(params Part[] parts) => s_base with { Turns = [User(s_text), new Turn(TurnRole.Assistant, parts), User(s_text)] };

    private static ToolResultPart Result(params Part[] parts) => new(s_call.Id, parts) { Name = s_word };

    private static ConversationRequest Answered(params Part[] parts) =>
        s_base with { Turns = [User(s_text), new Turn(TurnRole.Assistant, [s_call]), User([.. parts, s_text])] };

    private static ConversationRequest Thinking(ReasoningOptions reasoning) => s_base with { Reasoning = reasoning };
}
