using System.Globalization;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Keys;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>Tells whom a planned request would be sent to, in which order and why. Sends nothing.</summary>
public static class Explanation
{
    /// <summary>The lines that tell it. The exchange's itinerary is walked to its end by it.</summary>
    /// <param name="exchange">A request that <see cref="Plan"/> has let through.</param>
    /// <param name="settings">What was configured for its key; null where it has none.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<string> Of(Exchange exchange, KeySettings? settings, TimeProvider time)
    {
        var (route, itinerary) = (exchange.Route!, exchange.Itinerary!);
        var lines = new List<string> { $"model {exchange.Model}: {(route.Name == exchange.Model ? "configured by this name" : $"matches '{route.Name}'")}, strategy {NameOf(route.Settings.Strategy)}" };
        if (exchange.Key is { } key)
        {
            lines.Add($"key {key.Name}: {LimitsOf(key, settings)}");
        }

        var alternatives = route.HasAlternatives;
        for (var place = 1; itinerary.TryNext(MoveOn.ToNextTarget, out var visit); place++)
        {
            AddTarget(lines, place, visit, exchange, alternatives, Monotonic.Milliseconds(time));
            visit.End(FailureKind.CallerGone);
        }

        foreach (var larger in route.ContextFallbacks)
        {
            lines.Add($"where the prompt is too long: {larger.Name} ({string.Join(", ", larger.Targets)}), before the fallbacks");
        }

        return lines;
    }

    private static void AddTarget(List<string> lines, int place, Visit visit, Exchange exchange, bool hasAlternatives, long now)
    {
        var (route, target) = (visit.Route, visit.Target);
        var settings = route.Settings;
        lines.Add(Invariant($"{place}. {target}"));
        lines.Add($"   why       {WhyThere(route, target, exchange, now)}");
        lines.Add($"   health    breaker {BreakerOf(settings.Breaker, target, now)}; {KeysOf(target, visit.Model, now)}{PlacesOf(target)}");
        lines.Add(Invariant($"   retries   {settings.Retry.Attempts}, backoff {Duration.Format(settings.Retry.Backoff)} to {Duration.Format(settings.Retry.MaxBackoff)}"));
        lines.Add($"   deadlines {DeadlinesOf(settings.Timeout, exchange.Snapshot.Settings, hasAlternatives)}");
        lines.Add($"   price     {(route.PriceOf(target, exchange.Model ?? "") is { } price ? PriceText.Of(price) : "not known")}");
    }

    private static string WhyThere(ModelRoute route, Target target, Exchange exchange, long now)
    {
        var place = 0;
        while (route.Targets[place] != target)
        {
            place++;
        }

        var tier = route.Tiers.First(tier => place < tier.First + tier.Count);
        var choice = tier.Strategy?.Explain(place - tier.First, exchange, now) ?? "the only one of it";
        return Invariant($"{(route == exchange.Route ? "target" : $"fallback {route.Name}")}, priority {target.Settings.Priority}, {choice}");
    }

    private static string BreakerOf(BreakerSettings settings, Target target, long now) => settings.Failures == 0
        ? "never opens"
        : Invariant($"{target.Health.WorstAt(now).ToString().ToLowerInvariant()} (opens for {Duration.Format(settings.OpenFor)} after {settings.Failures} failures in {Duration.Format(settings.Window)})");

    private static string KeysOf(Target target, string model, long now) => target.Provider.Keys.Count == 0
        ? "no key needed"
        : Invariant($"{target.Provider.Keys.CountUsable(model, now)} of {target.Provider.Keys.Count} keys usable");

    private static string PlacesOf(Target target) => target.Provider.Places is { } places ? Invariant($"; at most {places.Limit} requests at once") : "";

    private static string DeadlinesOf(TimeoutSettings timeout, GatewaySettings settings, bool hasAlternatives)
    {
        var firstToken = hasAlternatives ? timeout.FirstToken ?? TimeoutSettings.UsualFirstToken : settings.UpstreamTimeout;
        var idle = hasAlternatives ? timeout.Idle : settings.StreamIdleTimeout;
        var total = timeout.Total is { } limit ? Duration.Format(limit) : "none";
        return $"connect {Duration.Format(timeout.Connect)}, first token {Duration.Format(firstToken)}, idle {Duration.Format(idle)}, total {total}";
    }

    private static string LimitsOf(GatewayKey key, KeySettings? settings)
    {
        var requests = key.Window is { } window ? Invariant($"{window.Limit} requests a minute") : "no limit of requests a minute";
        var places = key.Places is { } atOnce ? Invariant($", {atOnce.Limit} at once") : "";
        var models = settings is { Models.Count: > 0 } ? ", models " + string.Join(", ", settings.Models) : "";
        var expires = key.Expires is { } date ? Invariant($", until {date:yyyy-MM-dd'T'HH:mm:ssK}") : "";
        return requests + places + models + expires;
    }

    private static string NameOf(Strategy strategy) => strategy switch
    {
        Strategy.RoundRobin => "round-robin",
        Strategy.LeastBusy => "least-busy",
        Strategy.LowestLatency => "lowest-latency",
        Strategy.LowestCost => "lowest-cost",
        Strategy.Hash => "hash",
        _ => "weighted",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
