using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
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
            Note = "The model is the name of the deployment. Also serves what else Foundry hosts, at `https://{resource}.services.ai.azure.com/openai/v1`. The older paths with `api-version` are not spoken.",
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
