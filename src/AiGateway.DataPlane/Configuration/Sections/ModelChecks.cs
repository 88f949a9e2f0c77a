using AiGateway.Configuration.Fields;
using AiGateway.Routing;

namespace AiGateway.Configuration.Sections;

/// <summary>What the models of a file must agree on with its providers and with each other.</summary>
/// <param name="models">The models.</param>
/// <param name="providers">The names of the providers.</param>
/// <param name="reading">Where problems are told.</param>
internal sealed class ModelChecks(IReadOnlyList<ModelSettings> models, IReadOnlyList<string> providers, Reading reading)
{
    private readonly HashSet<string> _names = [.. models.Select(model => model.Name)];
    private readonly string[] _exact = [.. models.Select(model => model.Name).Where(name => !ModelTable.IsPattern(name))];
    private readonly HashSet<string> _providers = [.. providers];

    /// <summary>Tells every problem.</summary>
    public void Run()
    {
        foreach (var model in models)
        {
            CheckTargets(model);
            CheckFallbacks(model, "fallbacks", model.Fallbacks);
            CheckFallbacks(model, "context_fallbacks", model.ContextFallbacks);
            if (reading.IsWritten(model, "hash") && model.Strategy != Strategy.Hash)
            {
                reading.Report(model, "hash", "means nothing unless the strategy is hash");
            }
        }
    }

    private void CheckTargets(ModelSettings model)
    {
        var seen = new HashSet<(string, string?)>();
        for (var i = 0; i < model.Targets.Count; i++)
        {
            var target = model.Targets[i];
            if (target.Provider.Length == 0)
            {
                continue;
            }

            if (!_providers.Contains(target.Provider))
            {
                reading.Report(target, "provider", $"there is no provider {reading.ShownName(target, "provider")}{NearMiss.Question(target.Provider, providers)}");
            }
            else if (!seen.Add((target.Provider, target.Model)))
            {
                reading.Report(model, "targets", "is the same target as another of the list; give one of them more weight instead", i);
            }
        }
    }

    private void CheckFallbacks(ModelSettings model, string field, ValueList<string> fallbacks)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fallbacks.Count; i++)
        {
            var shown = reading.ShownName(model, field, i);
            if (ProblemOf(model, fallbacks[i], shown) is { } problem)
            {
                reading.Report(model, field, problem, i);
            }
            else if (!seen.Add(fallbacks[i]))
            {
                reading.Report(model, field, $"names {shown} a second time", i);
            }
        }
    }

    private string? ProblemOf(ModelSettings model, string fallback, string shown)
    {
        if (fallback == model.Name)
        {
            return "is the model itself";
        }

        if (ModelTable.IsPattern(fallback))
        {
            return $"{shown} is a wildcard; a fallback is one model";
        }

        if (_names.Contains(fallback))
        {
            return null;
        }

        return models.FirstOrDefault(other => ModelTable.IsPattern(other.Name) && fallback.StartsWith(other.Name[..^1], StringComparison.Ordinal)) is { } wildcard
            ? $"only the wildcard {Shown.Name(wildcard.Name)} matches {shown}; give it an entry of its own{NearMiss.Question(fallback, _exact)}"
            : $"there is no model {shown}{NearMiss.Question(fallback, _exact)}";
    }
}
