using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers.Rules;
using AiGateway.Dialects.Rerank;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
    private const string OwnPort = "http://host:8080/v1 (its own default port is the gateway's too)";

    private static IEnumerable<ProviderPreset> SelfHosted() =>
    [
        new()
        {
            Type = "vllm",
            Name = "vLLM",
            Rules = SelfHostedRules.Book,
            BaseUrl = new Uri("http://127.0.0.1:8000/v1"),
            Surfaces = Surface.OpenAiAndMessages,
            NeedsKey = false,
            Prefill = AssistantPrefill.ContinueFinalMessage,
        },
        new()
        {
            Type = "sglang",
            Name = "SGLang",
            Rules = SelfHostedRules.Book,
            BaseUrl = new Uri("http://127.0.0.1:30000/v1"),
            NeedsKey = false,
            Prefill = AssistantPrefill.ContinueFinalMessage,
            Embeddings = [new("*") { FloatOnly = true }],
            Note = "Ignores `encoding_format: base64`.",
        },
        new()
        {
            Type = "llama-cpp",
            Name = "llama.cpp server",
            Rules = SelfHostedRules.Book,
            BaseUrlHint = OwnPort,
            Surfaces = [.. Surface.ChatOnly, Surface.Messages()],
            NeedsKey = false,
            Prefill = AssistantPrefill.Trailing,
            Note = "Answers 503 while it loads its model, and whatever name the model is asked for by.",
        },
        new()
        {
            Type = "ollama",
            Name = "Ollama",
            Rules = ImitatorRules.With([new("*", "Thinking can be switched off.") { Efforts = [None, Low, Medium, High] }]),
            BaseUrl = new Uri("http://127.0.0.1:11434/v1"),
            Surfaces = Surface.OpenAi,
            NeedsKey = false,
            Note = "Its default context is small, and longer prompts are cut without a word. Newer ones speak Messages too: `dialects: [openai-chat, openai-responses, anthropic]`.",
        },
        new()
        {
            Type = "lm-studio",
            Name = "LM Studio",
            Rules = ImitatorRules.With([new("*", "An answer can have a schema, but not just be an object.") { Takes = [TopK], Refuses = [JsonObject] }]),
            BaseUrl = new Uri("http://127.0.0.1:1234/v1"),
            Surfaces = Surface.OpenAi,
            NeedsKey = false,
            Embeddings = [new("*") { FloatOnly = true }],
            Note = "Refuses `response_format: json_object`; ignores `encoding_format: base64`. Newer ones speak Messages too: `dialects: [openai-chat, openai-responses, anthropic]`.",
        },
        new() { Type = "xinference", Name = "Xinference", BaseUrl = new Uri("http://127.0.0.1:9997/v1"), NeedsKey = false },
        new() { Type = "localai", Name = "LocalAI", BaseUrlHint = OwnPort, NeedsKey = false },
        new()
        {
            Type = "tei",
            Name = "Text Embeddings Inference",
            BaseUrlHint = "http://host/v1",
            NeedsKey = false,
            Signals = [On(FailureKind.TargetBroke, 429)],
            Surfaces = [new(OpenAiChatDialect.Instance) { Paths = [new("/rerank", "/rerank")] }],
            Embeddings = [new("*") { MostInputs = 32 }],
            Rerank = RerankShape.TextEmbeddingsInference,
            Note = "Embeddings and rerank only; 32 texts a request unless it was started with another limit. A 429 means that the server is full, whoever asks.",
        },
        new()
        {
            Type = "tgi",
            Name = "Text Generation Inference",
            BaseUrlHint = "http://host/v1",
            NeedsKey = false,
            Signals = [On(FailureKind.TargetBroke, 429), Saying(FailureKind.TooLong, 422, "max_new_tokens")],
            Note = "A 429 means that the server is full, whoever asks.",
        },
        new() { Type = "infinity", Name = "Infinity", BaseUrl = new Uri("http://127.0.0.1:7997"), NeedsKey = false, Note = "Embeddings and rerank only." },
        new()
        {
            Type = "litellm",
            Name = "LiteLLM proxy",
            BaseUrlHint = "http://host:4000/v1",
            Surfaces = Surface.OpenAi,
            Signals =
            [
                Saying(FailureKind.TooLong, 400, "ContextWindowExceededError"),
                Saying(FailureKind.Filtered, 400, "ContentPolicyViolationError"),
                On(FailureKind.CredentialRefused, "budget_exceeded"),
            ],
        },
        new()
        {
            Type = "one-api",
            Name = "one-api, new-api and their like",
            BaseUrlHint = "http://host:3000/v1",
            Surfaces = Surface.OpenAi,
            Signals = [On(FailureKind.CredentialRefused, "insufficient_user_quota")],
        },
    ];
}
