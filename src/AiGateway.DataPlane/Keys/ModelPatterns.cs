using System.Collections.Frozen;
using AiGateway.Configuration;

namespace AiGateway.Keys;

/// <summary>The models that a key may ask for. Immutable.</summary>
public sealed class ModelPatterns
{
    private const char Wildcard = '*';

    private readonly FrozenSet<string> _names;
    private readonly string[] _prefixes;

    private ModelPatterns(ValueList<string> patterns)
    {
        _names = patterns.Where(pattern => !pattern.EndsWith(Wildcard)).ToFrozenSet(StringComparer.Ordinal);
        _prefixes = [.. patterns.Where(pattern => pattern.EndsWith(Wildcard)).Select(pattern => pattern[..^1])];
    }

    /// <summary>Compiles patterns: names, or prefixes that end in <c>*</c>; null, which allows every model, where there are none.</summary>
    public static ModelPatterns? Of(ValueList<string> patterns) => patterns.Count == 0 ? null : new ModelPatterns(patterns);

    /// <summary>Whether a model may be asked for.</summary>
    public bool Allow(string model)
    {
        if (_names.Contains(model))
        {
            return true;
        }

        foreach (var prefix in _prefixes)
        {
            if (model.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
