using System.Collections.Concurrent;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Providers.Rules;

/// <summary>The request rules of a kind of provider. Thread-safe; shared by all presets that have the same.</summary>
/// <param name="rows">Its rows; of two that say different things of one model the later holds.</param>
internal sealed class RuleBook(IReadOnlyList<ModelRules> rows)
{
    // Wildcards let callers name models as they like: beyond this many the rules are put together again and again, which costs a few microseconds.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<(DialectFamily Family, string Model), RequestRules> _resolved = new();

    /// <summary>Its rows, in the order in which they hold.</summary>
    public IReadOnlyList<ModelRules> Rows => rows;

    /// <summary>What a model takes in a dialect.</summary>
    /// <param name="family">The dialect.</param>
    /// <param name="model">What the provider calls the model.</param>
    public RequestRules For(DialectFamily family, string model) =>
        _resolved.TryGetValue((family, model), out var known) ? known : Resolve(family, model);

    private RequestRules Resolve(DialectFamily family, string model)
    {
        var name = model.AsSpan(model.LastIndexOf('/') + 1);
        var rules = RequestRules.Default;
        foreach (var row in rows)
        {
            if (row.AreFor(family, name))
            {
                rules = row.ChangeOf(rules);
            }
        }

        if (_resolved.Count < MostRemembered)
        {
            _resolved.TryAdd((family, model), rules);
        }

        return rules;
    }
}
