using System.Diagnostics.CodeAnalysis;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>The way of one request: its candidates in order.</summary>
public sealed class Itinerary(ModelRoute route)
{
    private int _next;

    /// <summary>The route of the current target.</summary>
    public ModelRoute Route => route;

    /// <summary>Somebody else could still be asked.</summary>
    public bool HasNext => _next < route.Targets.Count;

    /// <summary>The target's provider has another usable key.</summary>
    public bool HasOtherKey => _next < 0;

    /// <summary>When the earliest target that was passed over may be asked again.</summary>
    public TimeSpan? RetryAfter => _next < 0 ? TimeSpan.Zero : null;

    /// <summary>The first, or the next target that may be asked now.</summary>
    public bool TryNext(MoveOn how, [NotNullWhen(true)] out Visit? visit)
    {
        visit = how != MoveOn.Nowhere && HasNext ? VisitTo(route.Targets[_next++]) : null;
        return visit is not null;
    }

    /// <summary>The same target once more.</summary>
    public bool TryAgain([NotNullWhen(true)] out Visit? visit)
    {
        visit = VisitTo(route.Targets[_next - 1]);
        return true;
    }

    private static Visit VisitTo(Target target) => new(target, target.Provider.Settings.Keys is [var key, ..] ? key.Key : null);
}
