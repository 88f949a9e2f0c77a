using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>A model as clients name it, with its targets. Immutable once the configuration is compiled.</summary>
public sealed class ModelRoute(ModelSettings settings, IReadOnlyList<Target> targets)
{
    /// <summary>The configured name: a name, or a pattern. The value of metrics' label <c>model</c>.</summary>
    public string Name => settings.Name;

    /// <summary>What was configured.</summary>
    public ModelSettings Settings => settings;

    /// <summary>Its targets, lowest priority number first.</summary>
    public IReadOnlyList<Target> Targets => targets;

    /// <summary>Who is tried once every target has failed, in order.</summary>
    public IReadOnlyList<ModelRoute> Fallbacks { get; internal set; } = [];

    /// <summary>Who is tried first where the prompt does not fit.</summary>
    public IReadOnlyList<ModelRoute> ContextFallbacks { get; internal set; } = [];

    /// <summary>There is more than one target, its own or a fallback's.</summary>
    public bool HasAlternatives => targets.Count > 1 || Fallbacks.Count > 0;
}
