using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Routing;

/// <summary>Which of a model's fallbacks come next, each of them once: its context fallbacks first where the prompt was too long, then its fallbacks.</summary>
/// <param name="asked">The model.</param>
internal struct FallbackOrder(ModelRoute asked)
{
    private int _nextFallback;
    private int _nextContextFallback;

    /// <summary>The prompt was too long for a model.</summary>
    public bool NeedsLargerContext { readonly get; set; }

    /// <summary>How many are left to look at with <see cref="LeftAt"/>.</summary>
    public readonly int LeftCount => ContextLeft + asked.Fallbacks.Count - _nextFallback;

    private readonly int ContextLeft => NeedsLargerContext ? asked.ContextFallbacks.Count - _nextContextFallback : 0;

    /// <summary>One of those that are left; null where it has had its turn already.</summary>
    public readonly ModelRoute? LeftAt(int index)
    {
        var route = index < ContextLeft ? asked.ContextFallbacks[_nextContextFallback + index] : asked.Fallbacks[_nextFallback + index - ContextLeft];
        return WasEntered(route) ? null : route;
    }

    /// <summary>The next one, whose turn it is from now on.</summary>
    public bool TryNext([NotNullWhen(true)] out ModelRoute? route)
    {
        while (LeftCount > 0)
        {
            route = LeftAt(0);
            if (ContextLeft > 0)
            {
                _nextContextFallback++;
            }
            else
            {
                _nextFallback++;
            }

            if (route is not null)
            {
                return true;
            }
        }

        route = null;
        return false;
    }

    private readonly bool WasEntered(ModelRoute route) =>
        route == asked || Contains(asked.ContextFallbacks, _nextContextFallback, route) || Contains(asked.Fallbacks, _nextFallback, route);

    private static bool Contains(IReadOnlyList<ModelRoute> routes, int count, ModelRoute route)
    {
        for (var i = 0; i < count; i++)
        {
            if (routes[i] == route)
            {
                return true;
            }
        }

        return false;
    }
}
