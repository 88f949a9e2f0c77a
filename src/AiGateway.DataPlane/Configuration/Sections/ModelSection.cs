using AiGateway.Configuration.Fields;
using AiGateway.Routing;

namespace AiGateway.Configuration.Sections;

/// <summary><c>defaults</c> and <c>models</c>: what may be asked for, and where it goes.</summary>
internal static class ModelSection
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);
    private static readonly HedgeSettings s_noHedge = new(After: null);

    private static readonly ScalarKind<string> s_name = new("the name of a provider of this file", Parsed.Good, ScalarSchema.Text);
    private static readonly ScalarKind<string> s_modelName = new("the name of a model of this file", Parsed.Good, ScalarSchema.Text);

    private static readonly ScalarKind<string> s_upstreamName = new(
        "a model's name, up to 256 characters of printable ASCII without blanks", Names.Parse(Names.OfUpstreamModel), ScalarSchema.Text);

    private static readonly ScalarKind<string> s_currency = new(
        "an ISO 4217 code, such as USD or CNY",
        text => text.Length == 3 && text.All(char.IsAsciiLetterUpper) ? Parsed.Good(text) : Parsed.Bad<string>("is not a currency"),
        ScalarSchema.Text with { Pattern = "^[A-Z]{3}$" });

    private static readonly Shape<RetrySettings> s_retry = new(
        new ValueField<RetrySettings, int>("attempts", Kinds.Number(0, 10), "Extra tries per target", "2", (retry, value) => retry with { Attempts = value }),
        new ValueField<RetrySettings, TimeSpan>(
            "backoff", Kinds.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1)), "Wait before the first of them, doubled for each further, with jitter", "200ms", (retry, value) => retry with { Backoff = value }),
        new ValueField<RetrySettings, TimeSpan>(
            "max_backoff", Kinds.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), "Longest wait; a provider that asks for more is left for the next target", "5s", (retry, value) => retry with { MaxBackoff = value }));

    private static readonly Shape<TimeoutSettings> s_timeout = new(
        new ValueField<TimeoutSettings, TimeSpan>("connect", Kinds.Duration(s_millisecond, s_day), "Longest wait for a connection", "5s", (timeout, value) => timeout with { Connect = value }),
        new ValueField<TimeoutSettings, TimeSpan>(
            "first_token", Kinds.Duration(s_millisecond, s_day), "Longest wait for the first data of an answer, where there is another target to move on to", "60s for a stream", (timeout, value) => timeout with { FirstToken = value }),
        new ValueField<TimeoutSettings, TimeSpan>(
            "idle", Kinds.Duration(s_millisecond, s_day), "Longest silence between data events of a stream, where there is another target to move on to", "60s", (timeout, value) => timeout with { Idle = value }),
        new ValueField<TimeoutSettings, TimeSpan?>(
            "total", Kinds.DurationOr("off", s_millisecond, s_day), "Longest time for everything, over all attempts", "10m", (timeout, value) => timeout with { Total = value }));

    private static readonly Shape<BreakerSettings> s_breaker = new(
        new ValueField<BreakerSettings, int>("failures", Kinds.Number(0, 1000), "Failures within the window that open the breaker; 0: it never opens", "5", (breaker, value) => breaker with { Failures = value }),
        new ValueField<BreakerSettings, TimeSpan>("window", Kinds.Duration(s_second, s_hour), "The window", "30s", (breaker, value) => breaker with { Window = value }),
        new ValueField<BreakerSettings, TimeSpan>(
            "open_for", Kinds.Duration(TimeSpan.FromMilliseconds(100), s_hour), "How long it stays open before a probe is let through", "10s", (breaker, value) => breaker with { OpenFor = value }),
        new ValueField<BreakerSettings, int>("probes", Kinds.Number(1, 100), "Requests let through at once to see whether the target is back", "1", (breaker, value) => breaker with { Probes = value }));

    private static readonly Shape<TargetSettings> s_target = new(
        new ValueField<TargetSettings, string>("provider", s_name, "Who is asked", "", (target, value) => target with { Provider = value }) { IsRequired = true },
        new ValueField<TargetSettings, string>("model", s_upstreamName, "What the provider calls the model", "the name that the caller asked for", (target, value) => target with { Model = value }),
        new ValueField<TargetSettings, int>("weight", Kinds.Number(1, 1_000_000), "Its share among targets of the same priority", "1", (target, value) => target with { Weight = value }),
        new ValueField<TargetSettings, int>("priority", Kinds.Number(0, 1000), "Lower is tried first", "0", (target, value) => target with { Priority = value }));

    private static readonly Shape<ModelSettings> s_hash = new(
        new ValueField<ModelSettings, HashOn>(
            "on", Kinds.Words(("session", HashOn.Session), ("user", HashOn.User), ("prompt_prefix", HashOn.PromptPrefix)),
            "What requests have in common that go to the same target", "session", (model, value) => model with { HashOn = value })
        { IsRequired = true });

    private static readonly Shape<HedgeSettings> s_hedge = new(
        new ValueField<HedgeSettings, TimeSpan?>(
            "after", Kinds.DurationOr("p95", s_millisecond, s_hour), "Ask a second target after so long without a first token; p95: the 95th percentile of the target's own times", "",
            (hedge, value) => hedge with { After = value })
        { IsRequired = true });

    private static readonly Shape<PriceSettings> s_price = new(
        new ValueField<PriceSettings, long>("input", Kinds.Money, "A million prompt tokens", "", (price, value) => price with { Input = value }) { IsRequired = true },
        new ValueField<PriceSettings, long>("cached_input", Kinds.Money, "A million prompt tokens read from a cache", "as input", (price, value) => price with { CachedInput = value }),
        new ValueField<PriceSettings, long>("output", Kinds.Money, "A million generated tokens", "", (price, value) => price with { Output = value }) { IsRequired = true },
        new ValueField<PriceSettings, string>("currency", s_currency, "Whose money", "USD", (price, value) => price with { Currency = value }));

    private static readonly Field<ModelSettings>[] s_common =
    [
        new GroupField<ModelSettings, RetrySettings>("retry", s_retry, "Tries beyond the first", model => model.Retry, (model, value) => model with { Retry = value }),
        new GroupField<ModelSettings, TimeoutSettings>("timeout", s_timeout, "How long is waited", model => model.Timeout, (model, value) => model with { Timeout = value }),
        new GroupField<ModelSettings, BreakerSettings>("breaker", s_breaker, "When a target that fails is left alone", model => model.Breaker, (model, value) => model with { Breaker = value }),
        new ValueField<ModelSettings, bool>(
            "on_stream_break", Kinds.Words(("continue", true), ("error", false)),
            "What becomes of a stream that breaks after tokens were sent: the next target continues it, or it ends with an error", "continue, where there is a second target",
            (model, value) => model with { ContinuesStreams = value }),
    ];

    /// <summary>The fields of <c>defaults</c>.</summary>
    public static Shape<ModelSettings> Defaults { get; } = new(s_common);

    /// <summary>The fields of a model.</summary>
    public static Shape<ModelSettings> Shape { get; } = new(
    [
        new ValueField<ModelSettings, ValueList<TargetSettings>>(
            "targets", new ListKind<TargetSettings>(new GroupKind<TargetSettings>(s_target, () => new TargetSettings("")), least: 1, most: ModelRoute.MostTargets), "Where its requests may go", "",
            (model, value) => model with { Targets = value })
        { IsRequired = true },
        new ValueField<ModelSettings, Strategy>(
            "strategy",
            Kinds.Words(
                ("weighted", Strategy.Weighted),
                ("round-robin", Strategy.RoundRobin),
                ("least-busy", Strategy.LeastBusy),
                ("lowest-latency", Strategy.LowestLatency),
                ("lowest-cost", Strategy.LowestCost),
                ("hash", Strategy.Hash)),
            "How the next target is chosen among those of one priority", "weighted", (model, value) => model with { Strategy = value }),
        new GroupField<ModelSettings, ModelSettings>("hash", s_hash, "More about the strategy hash", model => model, (_, model) => model),
        new ValueField<ModelSettings, ValueList<string>>(
            "fallbacks", new ListKind<string>(s_modelName), "Models that are tried, in order, once every target has failed", "[]", (model, value) => model with { Fallbacks = value }),
        new ValueField<ModelSettings, ValueList<string>>(
            "context_fallbacks", new ListKind<string>(s_modelName), "Models that are tried first where the prompt is too long for this one", "[]", (model, value) => model with { ContextFallbacks = value }),
        .. s_common,
        new ValueField<ModelSettings, HedgeSettings>(
            "hedge", new EitherKind<HedgeSettings>(Kinds.Off(s_noHedge), new GroupKind<HedgeSettings>(s_hedge, () => new HedgeSettings(After: null))),
            "Ask a second target although the first has not failed", "off", (model, value) => model with { Hedge = ReferenceEquals(value, s_noHedge) ? null : value }),
        new ValueField<ModelSettings, PriceSettings>(
            "price", new GroupKind<PriceSettings>(s_price, () => new PriceSettings("USD", 0, null, 0)), "What a million tokens cost", "the built-in catalogue's", (model, value) => model with { Price = value }),
    ]);

    /// <summary>A model of which only the name is known.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="defaults">What holds for every model.</param>
    public static ModelSettings Start(string name, ModelSettings defaults) => defaults with { Name = name, Targets = [] };
}
