using AiGateway.Dialects.Anthropic;
using AiGateway.Dialects.Gemini;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
    private const string GoogleScope = "https://www.googleapis.com/auth/cloud-platform";

    // Of Gemini's operations; vectors are had in another way there, and models are not listed.
    private static readonly IReadOnlyList<string> s_vertex = ["/models/{model}:generateContent", "/models/{model}:streamGenerateContent", "/models/{model}:countTokens"];

    // Those of Gemini take one text a call, the older ones 250.
    private static readonly IReadOnlyList<EmbeddingRules> s_vertexVectors = [new("gemini-embedding*") { MostInputs = 1 }, new("*") { MostInputs = 250 }];

    private static readonly ApiVersion s_azureVersion = new("api-version", "2024-10-21", InQuery: true);

    // What Azure has below a deployment, which is its name for a model; all else is beside them.
    private static readonly IReadOnlyList<OperationPath> s_deployments =
    [
        .. new[]
        {
            "/chat/completions", "/completions", "/embeddings", "/images/generations", "/images/edits", "/audio/speech", "/audio/transcriptions", "/audio/translations",
        }.Select(operation => new OperationPath(operation, "deployments/{model}" + operation)),
    ];

    private static IEnumerable<ProviderPreset> Clouds() =>
    [
        new()
        {
            Type = "azure-openai",
            Name = "Azure OpenAI (v1)",
            BaseUrlHint = "https://{resource}.openai.azure.com/openai/v1",
            Surfaces = Surface.OpenAi,
            Auth = AuthScheme.ApiKey,
            Rules = MakerRules.Book,
            Note = "The model is the name of the deployment. Also serves what else Foundry hosts, at `https://{resource}.services.ai.azure.com/openai/v1`.",
        },
        new()
        {
            Type = "azure-openai-classic",
            Name = "Azure OpenAI (deployments)",
            BaseUrlHint = "https://{resource}.openai.azure.com/openai",
            Surfaces =
            [
                new(OpenAiChatDialect.Instance) { Paths = s_deployments, Version = s_azureVersion },
                new(OpenAiResponsesDialect.Instance) { Version = s_azureVersion },
            ],
            Auth = AuthScheme.ApiKey,
            Rules = MakerRules.Book,
            Note = "The older paths: the model is the name of the deployment, and `api_version` the version of the API, 2024-10-21 where it is left out. Responses need a preview version.",
        },
        new()
        {
            Type = "vertex",
            Name = "Google Vertex AI (Gemini, Claude)",
            BaseUrlHint = "https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location} (made of `project` and `location`)",
            BaseUrlTemplate = "https://{location-}aiplatform.googleapis.com/v1/projects/{project}/locations/{location}",
            Surfaces =
            [
                new(GeminiDialect.Instance)
                {
                    Path = "publishers/google",
                    Only = s_vertex,
                    Vectors = VertexPredictions.Operation,
                    CountsAlone = true,
                },
                new(AnthropicDialect.Instance)
                {
                    Path = "publishers/anthropic",
                    Models = "claude",
                    Paths =
                    [
                        new("/messages", "models/{model}:rawPredict"),
                        new("/messages", "models/{model}:streamRawPredict") { WhenStreaming = true },
                        new("/messages/count_tokens", "models/count-tokens:rawPredict"),
                    ],
                    Only = ["/messages", "/messages/count_tokens"],
                    Version = null,
                    OmitsModel = true,
                    Members = [("anthropic_version", "vertex-2023-10-16")],
                    Prefill = AssistantPrefill.Trailing,
                },
            ],
            CredentialsScope = GoogleScope,
            Embeddings = s_vertexVectors,
            Usage = UsageInStreams.Always,
            Signals =
            [
                On(FailureKind.AccessDenied, 400, "FAILED_PRECONDITION"),
                Saying(FailureKind.TooLong, 400, "exceeds the maximum number of tokens"),
            ],
            Note = "`credentials_file` is the JSON file of a service account, or what `gcloud auth application-default login` leaves; an access token of one's own goes into `api_key`. Models whose names begin with `claude` are asked in Anthropic's words, all others in Gemini's. `location` may be `global`; `base_url` stands in place of `project` and `location` where the address is another.",
        },
        new()
        {
            Type = "vertex-express",
            Name = "Google Vertex AI, express mode (Gemini)",
            BaseUrl = new Uri("https://aiplatform.googleapis.com/v1/publishers/google"),
            Surfaces = [new(GeminiDialect.Instance) { Only = s_vertex, Vectors = VertexPredictions.Operation, CountsAlone = true }],
            Embeddings = s_vertexVectors,
            Auth = AuthScheme.XGoogApiKey,
            Usage = UsageInStreams.Always,
            Signals = [Saying(FailureKind.CredentialRefused, 400, "API key not valid"), Saying(FailureKind.TooLong, 400, "exceeds the maximum number of tokens")],
            Note = "Vertex AI with a key in place of project, location and account: Gemini only, and few requests a minute.",
        },
        new()
        {
            Type = "bedrock-openai",
            Name = "Amazon Bedrock, OpenAI-compatible",
            BaseUrlHint = "https://bedrock-runtime.{region}.amazonaws.com/openai/v1",
            Surfaces = Surface.OpenAi,
            Signals =
            [
                On(FailureKind.Throttled, "ThrottlingException", "ServiceQuotaExceededException"),
                On(FailureKind.CredentialRefused, "ExpiredTokenException", "UnrecognizedClientException"),
                On(FailureKind.TargetBroke, "ModelErrorException", "ModelTimeoutException", "ModelNotReadyException"),
                On(FailureKind.TargetBroke, 424),
            ],
            Note = "Needs a Bedrock API key. Only part of the models answer here. Some regions serve more of them at `https://bedrock-mantle.{region}.api.aws/v1`.",
        },
        new()
        {
            Type = "cloudflare",
            Name = "Cloudflare Workers AI",
            BaseUrlHint = "https://api.cloudflare.com/client/v4/accounts/{account}/ai/v1",
        },
        new()
        {
            Type = "github-models",
            Name = "GitHub Models",
            BaseUrl = new Uri("https://models.github.ai/inference"),
            Signals = [On(FailureKind.TooLong, 413, "tokens_limit_reached")],
            Note = "The key is a personal access token. Quotas are by the day: a 429 may ask for hours of patience.",
        },
        new()
        {
            Type = "huggingface",
            Name = "Hugging Face router",
            BaseUrl = new Uri("https://router.huggingface.co/v1"),
            Note = "Models are named `organisation/name:provider`; errors are those of the provider behind.",
        },
    ];
}
