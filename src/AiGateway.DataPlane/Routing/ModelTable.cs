using System.Collections.Frozen;

namespace AiGateway.Routing;

/// <summary>Every model that may be asked for: exact names first, then the longest prefix, then <c>*</c>. Immutable.</summary>
public sealed class ModelTable
{
    private const char Wildcard = '*';

    private readonly FrozenDictionary<string, ModelRoute> _exact;
    private readonly (string Prefix, ModelRoute Route)[] _prefixes;

    /// <summary>Compiles a table.</summary>
    /// <param name="routes">Routes with different names; at least one.</param>
    /// <param name="firstProvider">The provider that is named first, which has what belongs to no model; null: the first route's.</param>
    public ModelTable(IReadOnlyList<ModelRoute> routes, string? firstProvider = null)
    {
        All = routes;
        WithoutModel = routes.FirstOrDefault(route => route.Name == "*")
            ?? routes.FirstOrDefault(route => route.Targets.Any(target => target.Provider.Name == firstProvider))
            ?? routes[0];
        _exact = routes.Where(route => !IsPattern(route.Name)).ToFrozenDictionary(route => route.Name, StringComparer.Ordinal);
        _prefixes = [.. routes.Where(route => IsPattern(route.Name)).Select(route => (route.Name[..^1], route)).OrderByDescending(entry => entry.Item1.Length)];
    }

    /// <summary>All routes, in the order of the configuration.</summary>
    public IReadOnlyList<ModelRoute> All { get; }

    /// <summary>Where requests go that name no model (files, batches, stored responses): to <c>*</c>, else to the first route of the first provider.</summary>
    public ModelRoute WithoutModel { get; }

    /// <summary>The name stands for all that begin alike.</summary>
    public static bool IsPattern(string name) => name.EndsWith(Wildcard);

    /// <summary>The route of a model; null where there is none.</summary>
    public ModelRoute? Find(string model)
    {
        if (_exact.TryGetValue(model, out var exact))
        {
            return exact;
        }

        foreach (var (prefix, route) in _prefixes)
        {
            if (model.StartsWith(prefix, StringComparison.Ordinal))
            {
                return route;
            }
        }

        return null;
    }
}
