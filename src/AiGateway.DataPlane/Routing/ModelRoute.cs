using AiGateway.Configuration;
using AiGateway.Telemetry;

namespace AiGateway.Routing;

/// <summary>A model as clients name it, with its targets. Immutable once the configuration is compiled.</summary>
public sealed class ModelRoute
{
    /// <summary>The most targets that a model may have.</summary>
    public const int MostTargets = 64;

    /// <summary>A route.</summary>
    /// <param name="settings">What was configured.</param>
    /// <param name="targets">Its targets, lowest priority number first; at least one, at most <see cref="MostTargets"/>.</param>
    /// <param name="catalogue">What models cost where the configuration does not say; null where nobody knows.</param>
    /// <exception cref="ArgumentException">There are too many targets, or none.</exception>
    public ModelRoute(ModelSettings settings, IReadOnlyList<Target> targets, IModelCatalogue? catalogue = null)
    {
        if (targets.Count is 0 or > MostTargets)
        {
            throw new ArgumentException("A model has 1 to 64 targets.", nameof(targets));
        }

        Settings = settings;
        IsPattern = ModelTable.IsPattern(settings.Name);
        Targets = targets;
        Catalogue = catalogue;
        Tiers = TiersOf(this);
        foreach (var target in targets)
        {
            target.Route = this;
        }
    }

    /// <summary>The configured name: a name, or a pattern. The value of metrics' label <c>model</c>.</summary>
    public string Name => Settings.Name;

    /// <summary>The name stands for all that begin alike.</summary>
    internal bool IsPattern { get; }

    /// <summary>What was configured.</summary>
    public ModelSettings Settings { get; }

    /// <summary>Its targets, lowest priority number first.</summary>
    public IReadOnlyList<Target> Targets { get; }

    /// <summary>Who is tried once every target has failed, in order.</summary>
    public IReadOnlyList<ModelRoute> Fallbacks { get; internal set; } = [];

    /// <summary>Who is tried first where the prompt does not fit.</summary>
    public IReadOnlyList<ModelRoute> ContextFallbacks { get; internal set; } = [];

    /// <summary>There is more than one target, its own or a fallback's.</summary>
    public bool HasAlternatives => Targets.Count > 1 || Fallbacks.Count > 0;

    /// <summary>Its requests, as they were counted.</summary>
    internal RequestSeries Requests { get; } = new();

    /// <summary>The targets by priority.</summary>
    internal Tier[] Tiers { get; }

    private IModelCatalogue? Catalogue { get; }

    /// <summary>What a target costs: as configured, else as the catalogue knows; null where neither says.</summary>
    /// <param name="target">One of the targets.</param>
    /// <param name="asked">What the caller called the model.</param>
    public PriceSettings? PriceOf(Target target, string asked) =>
        Settings.Price ?? Catalogue?.PriceOf(target.Provider.Settings.Preset.Type, target.Model ?? asked);

    private static Tier[] TiersOf(ModelRoute route)
    {
        var tiers = new List<Tier>();
        for (var first = 0; first < route.Targets.Count;)
        {
            var priority = route.Targets[first].Settings.Priority;
            var targets = route.Targets.Skip(first).TakeWhile(target => target.Settings.Priority == priority).ToArray();
            tiers.Add(new Tier(first, targets.Length, targets.Length == 1 ? null : TargetStrategies.Create(route, targets)));
            first += targets.Length;
        }

        return [.. tiers];
    }
}
