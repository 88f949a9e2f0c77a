using System.Collections.Frozen;
using AiGateway.Keys;
using AiGateway.Limits;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Upstream;

namespace AiGateway.Configuration;

/// <summary>Turns settings into a snapshot. What lives on from one to the next (windows, connections) is carried over where it still means the same.</summary>
public static class SnapshotCompiler
{
    /// <summary>Compiles checked settings.</summary>
    /// <param name="settings">What was configured.</param>
    /// <param name="time">The clock of the limits.</param>
    /// <param name="previous">The snapshot that this one replaces, or null.</param>
    /// <param name="catalogue">What is known of models without being configured; null, the default: what the program brings along.</param>
    public static Snapshot Compile(GatewaySettings settings, TimeProvider time, Snapshot? previous = null, IModelCatalogue? catalogue = null)
    {
        catalogue ??= BuiltInModels.Instance;
        var providers = settings.Providers.Select(provider => CompileProvider(provider, time, previous)).ToFrozenDictionary(provider => provider.Name);
        var models = CompileModels(settings, providers, previous, catalogue);
        return new()
        {
            Settings = settings,
            Keys = CompileKeys(settings, time, previous),
            Addresses = CompileAddresses(settings, time, previous),
            Providers = providers,
            Models = models,
            Reasoning = previous?.Reasoning ?? new ReasoningMemory(time),
            Answers = CompileAnswers(settings, time, previous),
            ModelList = settings.IsEnvironmentAlone ? null : ModelList.Of(models, time.GetUtcNow(), catalogue),
        };
    }

    // What is kept stays under new limits too.
    private static StoredAnswers? CompileAnswers(GatewaySettings settings, TimeProvider time, Snapshot? previous)
    {
        if (settings.StoredResponses is not { } limits)
        {
            return null;
        }

        if (previous?.Answers is not { } answers)
        {
            return new StoredAnswers(limits, time);
        }

        answers.Limits = limits;
        return answers;
    }

    private static FrozenDictionary<KeyHash, GatewayKey> CompileKeys(GatewaySettings settings, TimeProvider time, Snapshot? previous)
    {
        var keys = new Dictionary<KeyHash, GatewayKey>();
        foreach (var key in settings.Keys)
        {
            var limit = key.RequestsPerMinute ?? (settings.LimitBy == LimitBy.Key ? settings.RequestsPerMinute : 0);
            keys[key.Hash] = new GatewayKey(key.Name, limit > 0 ? WindowOf(key.Hash, limit, time, previous) : null)
            {
                Hash = key.Hash,
                Places = key.Concurrent is { } most ? PlacesOf(key.Hash, most, previous) : null,
                Models = ModelPatterns.Of(key.Models),
                Expires = key.Expires,
            };
        }

        return keys.ToFrozenDictionary();
    }

    // What was taken within the last minute counts under the new limit too.
    private static SlidingWindow WindowOf(KeyHash hash, int limit, TimeProvider time, Snapshot? previous)
    {
        if (previous?.Keys.GetValueOrDefault(hash)?.Window is not { } window)
        {
            return new SlidingWindow(limit, time);
        }

        window.Limit = limit;
        return window;
    }

    // What is under way keeps its place under the new limit too.
    private static ConcurrencyLimit PlacesOf(KeyHash hash, int most, Snapshot? previous)
    {
        if (previous?.Keys.GetValueOrDefault(hash)?.Places is not { } places)
        {
            return new ConcurrencyLimit(most);
        }

        places.Limit = most;
        return places;
    }

    private static AddressWindows? CompileAddresses(GatewaySettings settings, TimeProvider time, Snapshot? previous)
    {
        if (settings.LimitBy != LimitBy.Address || settings.RequestsPerMinute == 0)
        {
            return null;
        }

        if (previous?.Addresses is not { } addresses)
        {
            return new AddressWindows(settings.RequestsPerMinute, time);
        }

        addresses.Limit = settings.RequestsPerMinute;
        return addresses;
    }

    // Requests that are under way keep the old connections until they are done; idle ones close by themselves.
    private static Provider CompileProvider(ProviderSettings settings, TimeProvider time, Snapshot? previous) =>
        previous?.Providers.GetValueOrDefault(settings.Name) is { } known && known.Settings == settings && known.HasCurrentCertificates() && known.HasCurrentCredentials()
            ? known
            : new Provider(settings, time);

    private static ModelTable CompileModels(
        GatewaySettings settings, FrozenDictionary<string, Provider> providers, Snapshot? previous, IModelCatalogue catalogue)
    {
        var known = previous?.Models.All.ToDictionary(route => route.Name);
        var routes = settings.Models.Select(model => CompileModel(model, providers, known?.GetValueOrDefault(model.Name), catalogue)).ToList();
        var byName = routes.ToDictionary(route => route.Name);
        foreach (var route in routes)
        {
            route.Fallbacks = [.. route.Settings.Fallbacks.Select(name => byName[name])];
            route.ContextFallbacks = [.. route.Settings.ContextFallbacks.Select(name => byName[name])];
        }

        return new ModelTable(routes, settings.Providers[0].Name);
    }

    private static ModelRoute CompileModel(
        ModelSettings model, FrozenDictionary<string, Provider> providers, ModelRoute? previous, IModelCatalogue catalogue)
    {
        var targets = model.Targets.OrderBy(target => target.Priority).Select(target => CompileTarget(target, model, providers[target.Provider], previous));
        return new ModelRoute(model, [.. targets], catalogue);
    }

    // Weight and priority say nothing of how a target does.
    private static Target CompileTarget(TargetSettings target, ModelSettings model, Provider provider, ModelRoute? previous)
    {
        var known = previous?.Settings.Breaker == model.Breaker
            ? previous.Targets.FirstOrDefault(old => old.Provider == provider && old.Model == target.Model)
            : null;
        return new Target(target, provider, known?.Health ?? new TargetHealth(model.Breaker, hasManyModels: target.Model is null && ModelTable.IsPattern(model.Name)));
    }
}
