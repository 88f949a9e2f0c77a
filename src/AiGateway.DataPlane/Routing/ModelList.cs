using AiGateway.Dialects;
using AiGateway.Keys;

namespace AiGateway.Routing;

/// <summary>The models that callers may ask for by name: those of the configuration, and of wildcards those that the catalogue knows. Immutable.</summary>
public sealed class ModelList
{
    private readonly ModelTable _models;
    private readonly DateTimeOffset _since;
    private readonly IModelCatalogue? _catalogue;
    private readonly Lazy<ListedModel[]> _all;

    private ModelList(ModelTable models, DateTimeOffset since, IModelCatalogue? catalogue, IEnumerable<string> names)
    {
        (_models, _since, _catalogue) = (models, since, catalogue);

        // The catalogue is not read before somebody asks.
        _all = new Lazy<ListedModel[]>(() => [.. names.Select(name => Describe(name, models.Find(name)!))]);
    }

    /// <summary>Lists the models of a table.</summary>
    /// <param name="models">The models.</param>
    /// <param name="since">What is told as the time of their making: providers' own times are not known.</param>
    /// <param name="catalogue">What is known of models without being configured; null: nothing.</param>
    public static ModelList Of(ModelTable models, DateTimeOffset since, IModelCatalogue? catalogue)
    {
        var names = models.All.SelectMany(route => NamesOf(route, catalogue)).Distinct(StringComparer.Ordinal);
        return new ModelList(models, since, catalogue, names);
    }

    /// <summary>Those that a key may ask for.</summary>
    /// <param name="allowed">The key's models; null: every one.</param>
    public IReadOnlyList<ListedModel> For(ModelPatterns? allowed) => allowed is null ? _all.Value : [.. _all.Value.Where(model => allowed.Allow(model.Id))];

    /// <summary>The model of a name; null where none is configured. One that a wildcard lets through counts, listed or not: whether the provider has it, the provider knows.</summary>
    public ListedModel? Find(string name) => _models.Find(name) is { } route ? Describe(name, route) : null;

    // As its first target is: whom a request goes to is decided then.
    private ListedModel Describe(string name, ModelRoute route)
    {
        var target = route.Targets[0];
        var (input, output) = _catalogue?.SizesOf(target.Provider.Settings.Preset.Type, target.Model ?? name) ?? default;
        return new ListedModel(name, _since, target.Provider.Name) { MaxInput = input, MaxOutput = output };
    }

    private static IEnumerable<string> NamesOf(ModelRoute route, IModelCatalogue? catalogue)
    {
        if (!ModelTable.IsPattern(route.Name))
        {
            return [route.Name];
        }

        // What the pattern passes on unchanged is called as the provider calls it.
        var prefix = route.Name[..^1];
        return route.Targets
            .Where(target => target.Model is null)
            .SelectMany(target => catalogue?.ModelsOf(target.Provider.Settings.Preset.Type) ?? [])
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
