using System.Globalization;
using System.Net;
using AiGateway.Configuration;

namespace AiGateway.Commands;

/// <summary>What a configuration would serve, in lines for people. Names, addresses and numbers; never a key.</summary>
internal static class SettingsSummary
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(GatewaySettings settings) =>
    [
        "",
        $"Listens on {AddressOf(settings)}",
        .. Section("Providers", settings.Providers.Select(Line)),
        .. Section("Models", settings.Models.SelectMany(Lines)),
        .. Section("Keys", settings.Keys.Select(key => Line(key, settings))),
    ];

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines) => ["", title, .. lines.Select(line => "  " + line)];

    private static string AddressOf(GatewaySettings settings)
    {
        var scheme = settings.TlsCertFile is null ? "http" : "https";
        var host = settings.BindAddress is { } address ? new IPEndPoint(address, settings.Port).ToString() : Text($"[::]:{settings.Port}");
        return $"{scheme}://{host}";
    }

    private static string Line(ProviderSettings provider)
    {
        var url = provider.BaseUrl == ProviderSettings.SimulatedUrl ? "built in" : provider.BaseUrl.ToString();
        var parts = new List<string> { provider.Preset.Type, url, provider.CredentialsFile is null ? Count(provider.Keys.Count, "key") : "an account" };
        if (provider.Dialects.Count > 0)
        {
            parts.Add("speaks " + string.Join(" and ", provider.Dialects.Select(dialect => dialect.Name)));
        }

        if (provider.Proxy is { } proxy)
        {
            parts.Add(proxy == "environment" ? "proxy of the environment" : "through a proxy");
        }

        if (provider.MaxConcurrent is { } most)
        {
            parts.Add(Text($"{most} at once"));
        }

        return $"{provider.Name}: {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> Lines(ModelSettings model)
    {
        yield return $"{model.Name}: {Word(model.Strategy)}, {Count(model.Retry.Attempts, "extra try", "extra tries")} per target{(model.Hedge is null ? "" : ", hedged")}";
        foreach (var (index, target) in model.Targets.OrderBy(target => target.Priority).Index())
        {
            yield return Text($"  {index + 1}. {target.Provider}: {target.Model ?? "the model asked for"} (priority {target.Priority}, weight {target.Weight})");
        }

        if (model.Fallbacks.Count > 0)
        {
            yield return $"  then {string.Join(", ", model.Fallbacks)}";
        }

        if (model.ContextFallbacks.Count > 0)
        {
            yield return $"  where the prompt is too long: {string.Join(", ", model.ContextFallbacks)}";
        }
    }

    private static string Line(KeySettings key, GatewaySettings settings)
    {
        var perMinute = key.RequestsPerMinute ?? settings.RequestsPerMinute;
        var parts = new List<string>
        {
            key.Models.Count == 0 ? "every model" : string.Join(", ", key.Models),
            perMinute == 0 ? "no limit of requests" : Text($"{perMinute} requests a minute"),
        };
        if (key.RequestsPerMinute is null && perMinute > 0 && settings.LimitBy == LimitBy.Address)
        {
            parts[^1] += " by address";
        }

        if (key.Concurrent is { } concurrent)
        {
            parts.Add(Text($"{concurrent} at once"));
        }

        if (key.Expires is { } expires)
        {
            parts.Add($"until {expires.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}");
        }

        return $"{key.Name}: {string.Join(", ", parts)}";
    }

    private static string Word(Strategy strategy) => strategy switch
    {
        Strategy.Weighted => "weighted",
        Strategy.RoundRobin => "round-robin",
        Strategy.LeastBusy => "least-busy",
        Strategy.LowestLatency => "lowest-latency",
        Strategy.LowestCost => "lowest-cost",
        _ => "hash",
    };

    private static string Count(int number, string one, string? several = null) => Text($"{number} {(number == 1 ? one : several ?? one + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
