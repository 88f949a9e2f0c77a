using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers.Rules;
using AiGateway.Dialects.Rerank;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
    private static IEnumerable<ProviderPreset> World() =>
    [
        new()
        {
            Type = "openai",
            Name = "OpenAI",
            BaseUrl = new Uri("https://api.openai.com/v1"),
            Surfaces = Surface.OpenAi,
            Signals =
            [
                On(FailureKind.CredentialRefused, 429, "insufficient_quota", "credit_balance_exhausted", "organization_usage_limit_exceeded", "organization_spend_limit_exceeded", "project_spend_limit_exceeded"),
                On(FailureKind.Filtered, "invalid_prompt", "bio_policy"),
            ],
            Rules = MakerRules.Book,
            Note = "Organisation and project go into `headers` as `OpenAI-Organization` and `OpenAI-Project`.",
        },
        new()
        {
            Type = "anthropic",
            Name = "Anthropic",
            BaseUrl = new Uri("https://api.anthropic.com/v1"),
            Surfaces = [new(AnthropicDialect.Instance)],
            Auth = AuthScheme.XApiKey,
            Prefill = AssistantPrefill.Trailing,
            Usage = UsageInStreams.Always,
            Signals =
            [
                Saying(FailureKind.CredentialRefused, 400, "credit balance is too low"),
                Saying(FailureKind.CredentialRefused, 400, "specified API usage limits"),
            ],
            Note = "Speaks Anthropic Messages; requests of other dialects are translated. Its newest models continue no begun answer.",
        },
        new()
        {
            Type = "gemini",
            Name = "Google Gemini",
            BaseUrl = new Uri("https://generativelanguage.googleapis.com/v1beta"),
            Surfaces =
            [
                new(GeminiDialect.Instance),

                // Where it says what Gemini says, it says it worse.
                new(OpenAiChatDialect.Instance) { Path = "openai", Auth = AuthScheme.Bearer, Only = ["/images/generations"] },
            ],
            Auth = AuthScheme.XGoogApiKey,
            Usage = UsageInStreams.Always,
            Signals =
            [
                // It says 400 of a bad key, and of a region that it does not serve.
                Saying(FailureKind.CredentialRefused, 400, "API key not valid"),
                Saying(FailureKind.CredentialRefused, 400, "API key expired"),
                On(FailureKind.AccessDenied, 400, "FAILED_PRECONDITION"),
                Saying(FailureKind.TooLong, 400, "exceeds the maximum number of tokens"),
            ],
            Note = "Speaks Gemini; requests of other dialects are translated, but for `/v1/images/generations`, which goes to its OpenAI-compatible endpoint.",
        },
        new()
        {
            Type = "mistral",
            Name = "Mistral",
            BaseUrl = new Uri("https://api.mistral.ai/v1"),
            Prefill = AssistantPrefill.Prefix,
            Usage = UsageInStreams.Always,
            Embeddings = [new("*") { FloatOnly = true, Dimensions = "output_dimension" }],
            Signals = [Saying(FailureKind.TooLong, 400, "too large for model"), On(FailureKind.TargetBroke, "service_tier_capacity_exceeded")],
            Rules = ImitatorRules.With([
                new("*", "Fields that it does not know are refused, earlier reasoning among them; ids of calls, seed and tool choice have a form of their own.")
                {
                    Reasoning = ReasoningSpelling.None,
                    RandomSeed = true,
                    ShortCallIds = true,
                    AnyForRequired = true,
                    Refuses = [EndUser, Logprobs, LogitBias, SpeakerName, Reasoning, SignedReasoning, Modalities, Voice],
                }]),
            Note = "Refuses fields that it does not know with a 422, among them `stream_options`, `max_completion_tokens`, `user` and `logprobs`.",
        },
        new()
        {
            Type = "groq",
            Name = "Groq",
            BaseUrl = new Uri("https://api.groq.com/openai/v1"),
            Surfaces = Surface.OpenAi,
            Prefill = AssistantPrefill.Trailing,
            Signals = [On(FailureKind.TooLong, 413), On(FailureKind.TargetBroke, 498), On(FailureKind.TargetBroke, 499)],
            Rules = ImitatorRules.With([
                new("*", "Fields that it does not support are refused.")
                {
                    DeveloperRole = true,
                    Reasoning = ReasoningSpelling.None,
                    Takes = [ServiceTier],
                    Refuses = [Logprobs, LogitBias, Count, SpeakerName, Reasoning, SignedReasoning],
                },
                new("gpt-oss*", "It thinks, as hard as it is told to.") { Reasoning = ReasoningSpelling.Effort, AlwaysThinks = true, Efforts = [Low, Medium, High] }]),
            Note = "Refuses `logprobs`, `logit_bias`, `n` above 1 and `messages[].name`. A request that alone exceeds the tokens a minute is a 413.",
        },
        new()
        {
            Type = "together",
            Name = "Together",
            BaseUrl = new Uri("https://api.together.xyz/v1"),
            Signals = [Saying(FailureKind.TooLong, 422, "max_new_tokens")],
            Rules = ImitatorRules.With([new("*", "Thinking is on or off.") { Reasoning = ReasoningSpelling.Nested, Efforts = [], Takes = [TopK] }]),
        },
        new() { Type = "fireworks", Name = "Fireworks", BaseUrl = new Uri("https://api.fireworks.ai/inference/v1"), Rules = ImitatorRules.With([new("*", "It samples as open models do.") { Takes = [TopK] }]), Note = "Models are named `accounts/fireworks/models/…`." },
        new()
        {
            Type = "xai",
            Name = "xAI (Grok)",
            BaseUrl = new Uri("https://api.x.ai/v1"),
            Surfaces = Surface.OpenAi,
            Signals =
            [
                Saying(FailureKind.CredentialRefused, 400, "Incorrect API key"),
                Saying(FailureKind.Filtered, 403, "usage guidelines"),
            ],
            Rules = ImitatorRules.With([
                new("*", "Few of its models can be told how hard to think; there is a role `developer`.") { DeveloperRole = true, Reasoning = ReasoningSpelling.None },
                new("grok-3-mini* grok-4*", "Models that think take no stop sequences and no penalties.")
                {
                    AlwaysThinks = true,
                    Refuses = [Stop, FrequencyPenalty, PresencePenalty],
                },
                new("grok-3-mini*", "It knows two degrees.") { Reasoning = ReasoningSpelling.Effort, Efforts = [Low, High] },
                new("grok-4*-non-reasoning*", "It does not think.") { AlwaysThinks = false, Takes = [Stop, FrequencyPenalty, PresencePenalty] }]),
            Note = "`completion_tokens` leave out reasoning tokens; `total_tokens` have them.",
        },
        new()
        {
            Type = "perplexity",
            Name = "Perplexity",
            BaseUrl = new Uri("https://api.perplexity.ai"),
            Usage = UsageInStreams.Always,
            Rules = ImitatorRules.With([
                new("*", "There are no tools; a temperature of 2 is refused.")
                {
                    Reasoning = ReasoningSpelling.None,
                    MaxTemperature = 1.99,
                    Refuses = [Tools, ConversationField.ToolChoice, ParallelToolCalls],
                },
                new("sonar-reasoning*", "Thinking cannot be switched off.") { AlwaysThinks = true }]),
            Note = "No tools; user and assistant must take turns; temperature is below 2.",
        },
        new()
        {
            Type = "cohere",
            Name = "Cohere, OpenAI-compatible",
            BaseUrl = new Uri("https://api.cohere.ai/compatibility/v1"),
            Surfaces = [new(OpenAiChatDialect.Instance) { Paths = [new("/rerank", "/v2/rerank")] }],
            Signals = [Saying(FailureKind.TooLong, 400, "too many tokens")],
            Embeddings = [new("*") { MostInputs = 96 }],
            Rerank = RerankShape.Cohere,
            Rules = ImitatorRules.With([new("*", "Several of OpenAI's fields are refused.")
            {
                Reasoning = ReasoningSpelling.None,
                Refuses = [Count, LogitBias, ParallelToolCalls, Modalities, Voice, EndUser],
            }]),
            Note = "Refuses several of OpenAI's fields.",
        },
        new() { Type = "jina", Name = "Jina", BaseUrl = new Uri("https://api.jina.ai/v1"), Embeddings = [new("*") { FloatOnly = true }], Note = "Embeddings and rerank only; `embedding_type` in place of `encoding_format`." },
        new() { Type = "voyage", Name = "Voyage", BaseUrl = new Uri("https://api.voyageai.com/v1"), Embeddings = [new("*") { MostInputs = 1000, Dimensions = "output_dimension" }], Rerank = RerankShape.Voyage, Note = "Embeddings and rerank only; `output_dimension` in place of `dimensions`, `top_k` in place of `top_n`." },
        new()
        {
            Type = "openrouter",
            Name = "OpenRouter",
            BaseUrl = new Uri("https://openrouter.ai/api/v1"),
            Surfaces = Surface.OpenAiAndMessages,
            Prefill = AssistantPrefill.Trailing,
            Signals = [Saying(FailureKind.Filtered, 403, "moderation"), Saying(FailureKind.Filtered, 403, "flagged")],
            Rules = ImitatorRules.With([new("*", "It knows the words of all whom it stands in front of.")
            {
                DeveloperRole = true,
                Reasoning = ReasoningSpelling.Nested,
                Efforts = [None, Minimal, Low, Medium, High, XHigh],
                Takes = [TopK, CacheMarkers, Verbosity, ReasoningShown],
            }]),
            Note = "Errors may come within a stream under a 200, with the status as their code. No credits left is a 402. `HTTP-Referer` and `X-Title` go into `headers`.",
        },
        new()
        {
            Type = "cerebras",
            Name = "Cerebras",
            BaseUrl = new Uri("https://api.cerebras.ai/v1"),
            Signals = [On(FailureKind.TargetBroke, 429, "queue_exceeded")],
            Rules = ImitatorRules.With([
                new("*", "Fields that it does not support are refused.")
                {
                    Reasoning = ReasoningSpelling.None,
                    Refuses = [FrequencyPenalty, PresencePenalty, LogitBias, ServiceTier, Reasoning, SignedReasoning],
                },
                new("gpt-oss*", "It thinks, as hard as it is told to.") { Reasoning = ReasoningSpelling.Effort, AlwaysThinks = true, Efforts = [Low, Medium, High] }]),
            Note = "Refuses penalties, `logit_bias` and `service_tier`.",
        },
        new() { Type = "sambanova", Name = "SambaNova", BaseUrl = new Uri("https://api.sambanova.ai/v1"), Rules = ImitatorRules.With([new("*", "What it ignores is not sent, so that it can be told.") { Refuses = [Count, Logprobs, FrequencyPenalty, PresencePenalty] }]), Note = "Ignores `n`, `logprobs` and penalties." },
        new() { Type = "nvidia", Name = "NVIDIA NIM", BaseUrl = new Uri("https://integrate.api.nvidia.com/v1"), Rules = SelfHostedRules.Book, Note = "Embeddings need `input_type`. A server of one's own: `base_url: http://host:8000/v1`. No credits left is a 402." },
        new() { Type = "nebius", Name = "Nebius", BaseUrl = new Uri("https://api.studio.nebius.ai/v1"), Note = "Newer accounts may have a host that ends in `.com`." },
        new() { Type = "deepinfra", Name = "DeepInfra", BaseUrl = new Uri("https://api.deepinfra.com/v1/openai") },
        new() { Type = "hyperbolic", Name = "Hyperbolic", BaseUrl = new Uri("https://api.hyperbolic.xyz/v1") },
        new() { Type = "baseten", Name = "Baseten", BaseUrl = new Uri("https://inference.baseten.co/v1") },
        new() { Type = "nscale", Name = "Nscale", BaseUrl = new Uri("https://inference.api.nscale.com/v1") },
    ];
}
