using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.OpenAiResponses;
using AiGateway.Dialects.Providers.Rules;
using AiGateway.Dialects.Rerank;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
    private const string International = "dashscope-intl";

    // Keys belong to one region, so that each has its own type.
    private static IEnumerable<ProviderPreset> DashScopes()
    {
        var beijing = new ProviderPreset
        {
            Type = "dashscope",
            Name = "DashScope, Beijing",
            BaseUrl = new Uri("https://dashscope.aliyuncs.com/compatible-mode/v1"),
            Surfaces =
            [
                new(OpenAiChatDialect.Instance) { Paths = [new("/rerank", "/compatible-api/v1/reranks")] },
                new(OpenAiResponsesDialect.Instance),
                Surface.Messages("/apps/anthropic/v1"),
            ],
            Prefill = AssistantPrefill.Partial,
            Rules = DashScopeRules.Book,
            Rerank = RerankShape.Plain,
            Embeddings = [new("text-embedding-v1* text-embedding-v2*") { MostInputs = 25, FloatOnly = true }, new("*") { MostInputs = 10, FloatOnly = true }],
            Signals =
            [
                Saying(FailureKind.AccessDenied, 429, "Free allocated quota exceeded"),
                On(FailureKind.CredentialRefused, "CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue", "BudgetLimitExceeded"),
                On(FailureKind.TargetBroke, "Throttling.ServiceOverloaded", "ModelServingError", "ModelUnavailable"),

                // Tokens a minute, whatever its words say of billing.
                On(FailureKind.Throttled, "insufficient_quota", "Throttling*", "limit_requests", "limit_burst_rate"),
                new(FailureKind.TooLong) { Message = "Range of input length should be" },
            ],
            Note = "`insufficient_quota` is its limit of tokens a minute, not a bill. A workspace of one's own (recommended for production): `base_url: https://{workspace}.cn-beijing.maas.aliyuncs.com/compatible-mode/v1`. The workspace and the data inspection headers come from `headers` only.",
        };
        return
        [
            beijing,
            beijing with
            {
                Type = International,
                Name = "DashScope, Singapore (international)",
                BaseUrl = new Uri("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
                Note = "As `dashscope`, with keys of its own. Workspaces of other regions take this type and a `base_url`: `https://{workspace}.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1`, `eu-central-1` (Frankfurt), `ap-northeast-1` (Tokyo).",
            },
            beijing with
            {
                Type = "dashscope-us",
                Name = "DashScope, US (Virginia)",
                BaseUrl = new Uri("https://dashscope-us.aliyuncs.com/compatible-mode/v1"),
                Note = "As `dashscope`, with keys of its own; models whose names end in `-us` run there only. Its prices are not in the catalogue.",
            },
            beijing with
            {
                Type = "dashscope-hongkong",
                Name = "DashScope, Hong Kong",
                BaseUrl = new Uri("https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1"),
                Note = "As `dashscope`, with keys of its own. Its prices are not in the catalogue.",
            },
            beijing with
            {
                Type = "dashscope-finance",
                Name = "DashScope, finance cloud",
                BaseUrl = new Uri("https://dashscope-finance.aliyuncs.com/compatible-mode/v1"),
                Note = "As `dashscope`, with keys of its own. The address is known from third parties only. Its prices are not in the catalogue.",
            },
        ];
    }
}
