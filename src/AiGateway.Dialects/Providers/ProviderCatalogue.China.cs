using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers.Rules;
using static AiGateway.Dialects.Conversation.ConversationField;
using static AiGateway.Dialects.Conversation.ReasoningEffort;

namespace AiGateway.Dialects.Providers;

public static partial class ProviderCatalogue
{
    private const string Unverified = "The address is known from third parties only.";

    private static readonly RuleBook s_unmeasured = ImitatorRules.With([new("*", "Models think or do not, and cannot be told to.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.None }]);

    private static readonly RuleBook s_switched = ImitatorRules.With([new("*", "Thinking is a switch and a budget.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.EnableThinking }]);

    private static IEnumerable<ProviderPreset> China()
    {
        var moonshot = new ProviderPreset
        {
            Type = "moonshot",
            Name = "Moonshot (Kimi)",
            BaseUrl = new Uri("https://api.moonshot.cn/v1"),
            Surfaces = [.. Surface.ChatOnly, Surface.Messages("/anthropic/v1")],
            Prefill = AssistantPrefill.Partial,
            Signals =
            [
                On(FailureKind.CredentialRefused, "exceeded_current_quota_error"),
                On(FailureKind.TargetBroke, "engine_overloaded_error"),
                On(FailureKind.Throttled, "rate_limit_reached_error"),
                Saying(FailureKind.TooLong, 400, "exceeded model token limit"),
            ],
            Rules = ImitatorRules.With([
                new("*", "Older models do not think.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.None },
                new("kimi-k2.* kimi-k3*", "Thinking is on or off; there is one temperature for each.")
                {
                    Families = ModelRules.Chat,
                    Reasoning = ReasoningSpelling.ThinkingType,
                    Efforts = [],
                    Refuses = [Temperature],
                },
                new("kimi-*thinking*", "Thinking cannot be switched off; there is one temperature.") { AlwaysThinks = true, Refuses = [Temperature] }]),
            Note = "Thinking models allow one temperature only, and want `reasoning_content` back on tool turns.",
        };
        var zhipu = new ProviderPreset
        {
            Type = "zhipu",
            Name = "Zhipu GLM",
            BaseUrl = new Uri("https://open.bigmodel.cn/api/paas/v4"),
            Surfaces = [.. Surface.ChatOnly, Surface.Messages("/api/anthropic/v1")],
            Signals =
            [
                On(FailureKind.CredentialRefused, "1000", "1001", "1002", "1003", "1004", "1113"),
                On(FailureKind.TooLong, "1261"),
                On(FailureKind.Filtered, "1301"),
                On(FailureKind.Throttled, "1302", "1303", "1304", "1305", "1308", "1310"),
                On(FailureKind.TargetBroke, "1312"),
            ],
            Rules = ImitatorRules.With([
                new("*", "Temperature is above 0 and at most 1; the model alone decides on calls.")
                {
                    Families = ModelRules.Chat,
                    LeastTemperature = 0.01,
                    MaxTemperature = 1,
                    LeastTopP = 0.01,
                    ForcedCalls = ForcedCalls.Never,
                    NoCalls = false,
                    Reasoning = ReasoningSpelling.ThinkingType,
                    Efforts = [],
                },
                new("glm-4 glm-4-*", "They do not think.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.None }]),
            Note = "An empty balance comes as a 429 with code 1113. Temperature is above 0 and at most 1; `tool_choice` is `auto` only.",
        };
        var ark = new ProviderPreset
        {
            Type = "ark",
            Name = "Volcengine Ark (Doubao)",
            BaseUrl = new Uri("https://ark.cn-beijing.volces.com/api/v3"),
            Surfaces = Surface.OpenAi,
            Prefill = AssistantPrefill.Trailing,
            Signals =
            [
                On(FailureKind.CredentialRefused, "AccountOverdueError"),
                On(FailureKind.TargetBroke, "ServerOverloaded"),
                On(FailureKind.Throttled, "RateLimitExceeded*"),
                On(FailureKind.Filtered, "SensitiveContentDetected*", "InputTextSensitiveContentDetected*"),
                Saying(FailureKind.TooLong, 400, "exceed max message tokens"),
            ],
            Rules = ImitatorRules.With([
                new("*", "Thinking is on or off.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.ThinkingType, Efforts = [] },
                new("doubao-pro* doubao-lite* doubao-1-5-*", "They do not think.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.None },
                new("*thinking*", "Thinking cannot be switched off.") { Families = ModelRules.Chat, AlwaysThinks = true }]),
            Note = "The model is its name or the id of an endpoint (`ep-…`). Models that think do not continue a begun answer. Images bear a watermark unless `watermark` is `false`.",
        };
        var minimax = new ProviderPreset
        {
            Type = "minimax",
            Name = "MiniMax",
            BaseUrl = new Uri("https://api.minimaxi.com/v1"),
            Surfaces = [.. Surface.ChatOnly, Surface.Messages("/anthropic/v1")],
            Success = new SuccessCode("base_resp", "status_code", 0),
            Signals =
            [
                On(FailureKind.Throttled, "1002", "1039"),
                On(FailureKind.CredentialRefused, "1004", "1008", "2049"),
                On(FailureKind.TargetBroke, "1013"),
                On(FailureKind.Filtered, "1026", "1027"),
                new(FailureKind.TooLong) { Codes = ["2013"], Message = "context window" },
                On(FailureKind.CallerFault, "2013"),
            ],
            Rules = ImitatorRules.With([new("*", "Temperature is above 0 and at most 1; there is one answer; models think as they like.")
            {
                Families = ModelRules.Chat,
                Reasoning = ReasoningSpelling.None,
                LeastTemperature = 0.01,
                MaxTemperature = 1,
                Refuses = [Count],
            }]),
            Note = "Errors may come under a 200, in `base_resp`. Temperature is above 0 and at most 1; `n` is 1.",
        };
        var siliconflow = new ProviderPreset
        {
            Type = "siliconflow",
            Name = "SiliconFlow",
            BaseUrl = new Uri("https://api.siliconflow.cn/v1"),
            Success = new SuccessCode(null, "code", 0, 20000),
            Rules = ImitatorRules.With([new("*", "Thinking is a switch and a budget between two bounds.")
            {
                Families = ModelRules.Chat,
                Reasoning = ReasoningSpelling.EnableThinking,
                LeastBudget = 128,
                MostBudget = 32768,
                Takes = [TopK],
            }]),
        };
        var spark = new ProviderPreset
        {
            Type = "spark",
            Name = "iFlytek Spark",
            BaseUrl = new Uri("https://spark-api-open.xf-yun.com/v1"),
            Success = new SuccessCode(null, "code", 0),
            Rules = s_unmeasured,
            Signals =
            [
                On(FailureKind.Filtered, "10013", "10014", "10019"),
                On(FailureKind.TooLong, "10907"),
                On(FailureKind.CredentialRefused, "11200"),
                On(FailureKind.Throttled, "11201", "11202", "11203"),
            ],
            Note = "The key is the APIPassword, or `APIKey:APISecret`. Errors may come under a 200, in `code`.",
        };
        return
        [
            new()
            {
                Type = "deepseek",
                Name = "DeepSeek",
                BaseUrl = new Uri("https://api.deepseek.com/v1"),
                Surfaces =
                [
                    new(OpenAiChatDialect.Instance)
                    {
                        Paths = [new("/completions", "/beta/completions"), new("/chat/completions", "/beta/chat/completions") { WhenContinuing = true }],
                    },
                    Surface.Messages("/anthropic/v1"),
                ],
                Prefill = AssistantPrefill.Prefix,
                Signals = [Saying(FailureKind.Filtered, 400, "Content Exists Risk")],
                Rules = ImitatorRules.With([
                    new("*", "Thinking is on or off, and then hard or harder; an answer can be an object, but has no schema.")
                    {
                        Families = ModelRules.Chat,
                        Reasoning = ReasoningSpelling.ThinkingType,
                        Efforts = [High, Max],
                        Refuses = [JsonSchema],
                    },
                    new("deepseek-reasoner*", "Thinking cannot be switched off.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.None, AlwaysThinks = true }]),
                Note = "`/v1/completions` and the continuation of an answer use its beta. An empty balance is a 402. With thinking, `reasoning_content` must come back on tool turns.",
            },
            moonshot,
            moonshot with { Type = "moonshot-intl", Name = "Moonshot (Kimi), international", BaseUrl = new Uri("https://api.moonshot.ai/v1"), PriceList = "moonshot", Note = "As `moonshot`." },
            zhipu,
            zhipu with { Type = "zhipu-intl", Name = "Zhipu GLM, international (Z.ai)", BaseUrl = new Uri("https://api.z.ai/api/paas/v4"), PriceList = "zhipu", Note = "As `zhipu`. The coding plan has another path: `https://api.z.ai/api/coding/paas/v4`." },
            ark,
            ark with { Type = "ark-intl", Name = "BytePlus ModelArk", BaseUrl = new Uri("https://ark.ap-southeast.bytepluses.com/api/v3"), Note = "As `ark`." },
            minimax,
            minimax with { Type = "minimax-intl", Name = "MiniMax, international", BaseUrl = new Uri("https://api.minimax.io/v1"), PriceList = "minimax", Note = "As `minimax`." },
            new() { Type = "qianfan", Name = "Baidu Qianfan (v2)", BaseUrl = new Uri("https://qianfan.baidubce.com/v2"), Rules = s_unmeasured, Note = "The key is `bce-v3/ALTAK-…`; an application's id goes into `headers` as `appid`." },
            new() { Type = "hunyuan", Name = "Tencent Hunyuan", BaseUrl = new Uri("https://api.hunyuan.cloud.tencent.com/v1"), Rules = s_unmeasured },
            new() { Type = "tencent-tokenhub", Name = "Tencent TokenHub", BaseUrl = new Uri("https://tokenhub.tencentmaas.com/v1"), Rules = ImitatorRules.With([new("*", "Thinking is on or off.") { Families = ModelRules.Chat, Reasoning = ReasoningSpelling.ThinkingType, Efforts = [] }]) },
            new() { Type = "stepfun", Name = "StepFun", BaseUrl = new Uri("https://api.stepfun.com/v1"), Rules = s_unmeasured, Surfaces = Surface.OpenAiAndMessages, Note = "Reasoning comes as `reasoning`, with `reasoning_format: deepseek-style` as `reasoning_content`." },
            new() { Type = "yi", Name = "01.AI (Yi)", BaseUrl = new Uri("https://api.lingyiwanwu.com/v1"), Rules = s_unmeasured },
            new() { Type = "baichuan", Name = "Baichuan", BaseUrl = new Uri("https://api.baichuan-ai.com/v1"), Rules = s_unmeasured },
            siliconflow,
            siliconflow with { Type = "siliconflow-intl", Name = "SiliconFlow, international", BaseUrl = new Uri("https://api.siliconflow.com/v1"), Note = "As `siliconflow`." },
            new() { Type = "modelscope", Name = "ModelScope", BaseUrl = new Uri("https://api-inference.modelscope.cn/v1"), Rules = s_switched, Note = "Quotas are by the day." },
            spark,
            spark with { Type = "spark-x1", Name = "iFlytek Spark X1", BaseUrl = new Uri("https://spark-api-open.xf-yun.com/v2"), Note = "As `spark`." },
            new() { Type = "360", Name = "360 AI", BaseUrl = new Uri("https://api.360.cn/v1"), Rules = s_unmeasured },
            new() { Type = "longcat", Name = "LongCat", BaseUrl = new Uri("https://api.longcat.chat/openai/v1"), Surfaces = [.. Surface.ChatOnly, Surface.Messages("/anthropic/v1")], Rules = s_switched, Note = Unverified + " Tokens are limited by the day." },
            new() { Type = "ppio", Name = "PPIO", BaseUrl = new Uri("https://api.ppinfra.com/v3/openai") },
            new() { Type = "novita", Name = "Novita", BaseUrl = new Uri("https://api.novita.ai/v3/openai") },
            new() { Type = "internlm", Name = "InternLM", BaseUrl = new Uri("https://chat.intern-ai.org.cn/api/v1"), Note = Unverified },
            new() { Type = "sensenova", Name = "SenseNova", BaseUrl = new Uri("https://api.sensenova.cn/compatible-mode/v1"), Note = Unverified },
            new() { Type = "mimo", Name = "Xiaomi MiMo", BaseUrl = new Uri("https://api.xiaomimimo.com/v1"), Note = Unverified },
            new() { Type = "infini", Name = "Infini-AI", BaseUrl = new Uri("https://cloud.infini-ai.com/maas/v1"), Note = Unverified },
        ];
    }
}
