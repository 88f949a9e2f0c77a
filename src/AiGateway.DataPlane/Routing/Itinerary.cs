using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>
/// The way of one request: who may be asked, in order. The targets of the model by priority and strategy, then its fallbacks; whoever is down, full
/// or without a usable key is passed over. One per request; not thread-safe but for what it touches in targets.
/// </summary>
public sealed class Itinerary
{
    // Timers may fire a moment early: who has waited as long as the provider asked for is not sent away for that.
    private const long Punctuality = 20;

    private readonly Exchange _exchange;
    private readonly TimeProvider _time;
    private readonly ModelRoute _asked;
    private readonly bool _isPinned;

    // Of the current route: who was asked or passed over.
    private ulong _passed;
    private Visit? _visit;
    private FallbackOrder _fallbacks;
    private PassedOver? _passedOver;
    private DecisionTrail? _trail;

    /// <summary>Plans a request.</summary>
    /// <param name="exchange">The request, read.</param>
    /// <param name="route">The model that it asks for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isPinned">Only the first target may be asked: what the request is about is at that provider and at no other.</param>
    internal Itinerary(Exchange exchange, ModelRoute route, TimeProvider time, bool isPinned = false)
    {
        (_exchange, _asked, Route, _time, _isPinned) = (exchange, route, route, time, isPinned);
        _fallbacks = new FallbackOrder(route);
    }

    /// <summary>The route of the current target, its own model or a fallback: retries and deadlines are its.</summary>
    public ModelRoute Route { get; private set; }

    /// <summary>How long until the first of those that were passed over may be asked; null where nobody was.</summary>
    public TimeSpan? RetryAfter => _passedOver is { Count: > 0 } ? TimeSpan.FromMilliseconds(_passedOver.ShortestWait(Now)) : null;

    /// <summary>
    /// Who was asked or passed over, and what came of it: <c>dashscope/qwen-plus:throttled, local/Qwen3-32B:ok</c>; null where that says no more than
    /// that the first was asked and answered. Bounded.
    /// </summary>
    public string? Decision => _trail is { SaysMore: true } trail ? trail.ToString() : null;

    /// <summary>How many keys the current target's provider has.</summary>
    public int KeyCount => _visit?.Target.Provider.Keys.Count ?? 0;

    /// <summary>The current target's provider has another key that may be used now.</summary>
    public bool HasOtherKey => _visit is { } visit && visit.Target.Provider.Keys.HasOther(visit.UsedKey, visit.Model, Now);

    /// <summary>Somebody else could still be asked, as it looks now.</summary>
    public bool HasNext => !_isPinned && (_asked.Targets.Count > 1 || _asked.Fallbacks.Count > 0 || _fallbacks.NeedsLargerContext) && FindsNext();

    /// <summary>The time that health is kept by.</summary>
    internal long Now => Monotonic.Milliseconds(_time);

    /// <summary>Keys are left alone after they were refused. The environment alone has but one, and nobody to go to.</summary>
    internal bool BenchesKeys => !_exchange.Snapshot.Settings.IsEnvironmentAlone;

    /// <summary>The first target, or the next one that may be asked now. The one before is given up.</summary>
    /// <param name="how">Who comes into question: the <see cref="FailureRule.MovesOn"/> of the last failure. The first time it does not matter.</param>
    /// <param name="visit">The call, which has begun.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryNext(MoveOn how, [NotNullWhen(true)] out Visit? visit)
    {
        visit = null;
        if (_visit is not null)
        {
            if (how == MoveOn.Nowhere)
            {
                return false;
            }

            if (how == MoveOn.ToLargerContext)
            {
                _fallbacks.NeedsLargerContext = true;
                _passed = ulong.MaxValue;
                _passedOver?.Forget(Route);
            }
        }

        do
        {
            if (TryInRoute(out visit))
            {
                return true;
            }
        }
        while (TryNextRoute());

        return TryPassedOver(Obstacle.None, out visit) || TryPassedOver(Obstacle.Doubtful, out visit);
    }

    /// <summary>The same target once more, with whichever of its keys may be used.</summary>
    /// <param name="visit">The call, which has begun.</param>
    /// <returns>False where it may not be asked now, or nobody was asked before.</returns>
    public bool TryAgain([NotNullWhen(true)] out Visit? visit)
    {
        visit = null;
        return _visit is { } before && TryVisit(before.Route, before.Target, Now, Punctuality, takesDoubtful: true, out visit);
    }

    /// <summary>Takes note of what came of a target; that the first that was asked answered, goes without saying.</summary>
    internal void Note(Target target, string? outcome)
    {
        if (Volatile.Read(ref _trail) is not { } trail)
        {
            if (outcome is null)
            {
                return;
            }

            trail = new DecisionTrail();
            trail = Interlocked.CompareExchange(ref _trail, trail, null) ?? trail;
        }

        trail.Add(target, outcome ?? "ok");
    }

    private bool TryInRoute([NotNullWhen(true)] out Visit? visit)
    {
        var route = Route;
        foreach (var tier in route.Tiers)
        {
            if (tier.Of(~_passed) == 0)
            {
                continue;
            }

            var now = Now;
            for (var open = FindReady(route, tier, now); open != 0; open = tier.Of(~_passed))
            {
                var place = tier.First + (tier.Strategy is null ? 0 : tier.Strategy.Choose(open, _exchange, now));
                _passed |= 1UL << place;
                if (TryVisit(route, route.Targets[place], now, punctuality: 0, takesDoubtful: false, out visit))
                {
                    return true;
                }

                // Others were quicker.
                PassOver(route, place, now);
            }
        }

        visit = null;
        return false;
    }

    private ulong FindReady(ModelRoute route, Tier tier, long now)
    {
        for (var open = tier.Of(~_passed); open != 0; open &= open - 1)
        {
            var place = tier.First + BitOperations.TrailingZeroCount(open);
            if ((_isPinned && place > 0) || Obstacles.Of(route.Targets[place], ModelOf(route, route.Targets[place]), now, out _) != Obstacle.None)
            {
                _passed |= 1UL << place;
                PassOver(route, place, now);
            }
        }

        return tier.Of(~_passed);
    }

    private void PassOver(ModelRoute route, int place, long now)
    {
        if (_isPinned && place > 0)
        {
            return;
        }

        var target = route.Targets[place];
        var model = ModelOf(route, target);
        _passedOver ??= new PassedOver();
        _passedOver.Add(route, target, model);
        Note(target, Obstacles.NameOf(Obstacles.Of(target, model, now, out _)));
    }

    private bool TryNextRoute()
    {
        if (_isPinned || !_fallbacks.TryNext(out var route))
        {
            return false;
        }

        (Route, _passed) = (route, 0);
        return true;
    }

    // Whoever has come back in the meantime; and better a key that may be limited than no answer.
    private bool TryPassedOver(Obstacle atMost, [NotNullWhen(true)] out Visit? visit)
    {
        visit = null;
        if (_passedOver is null)
        {
            return false;
        }

        var now = Now;
        for (var i = 0; i < _passedOver.Count; i++)
        {
            var (route, target, model) = _passedOver[i];
            if (Obstacles.Of(target, model, now, out _) <= atMost
                && TryVisit(route, target, now, punctuality: 0, takesDoubtful: atMost == Obstacle.Doubtful, out visit))
            {
                // Everybody else of its route was asked, or is in the list too.
                _passed = ulong.MaxValue;
                _passedOver.RemoveAt(i);
                return true;
            }
        }

        return false;
    }

    private bool TryVisit(ModelRoute route, Target target, long now, long punctuality, bool takesDoubtful, [NotNullWhen(true)] out Visit? visit)
    {
        visit = null;
        var places = target.Provider.Places;
        if (places?.TryEnter() == false)
        {
            return false;
        }

        var model = ModelOf(route, target);
        var breaker = target.Health.BreakerFor(model, now);
        if (breaker.TryEnter(now, out var probed))
        {
            if (target.Provider.Keys.TryChoose(model, now + punctuality, takesDoubtful, out var key))
            {
                (Route, _visit) = (route, new Visit(this, route, target, model, key, breaker, probed, now));
                visit = _visit;
                return true;
            }

            Breaker.Release(probed);
        }

        places?.Leave();
        return false;
    }

    private bool FindsNext()
    {
        var now = Now;
        if (AnyReady(Route, _passed, now) || _passedOver?.AnyReady(now) == true)
        {
            return true;
        }

        for (var i = 0; i < _fallbacks.LeftCount; i++)
        {
            if (_fallbacks.LeftAt(i) is { } route && AnyReady(route, 0, now))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnyReady(ModelRoute route, ulong passed, long now)
    {
        for (var i = 0; i < route.Targets.Count; i++)
        {
            if ((passed >> i & 1) == 0
                && Obstacles.Of(route.Targets[i], ModelOf(route, route.Targets[i]), now, out _) is Obstacle.None or Obstacle.Doubtful)
            {
                return true;
            }
        }

        return false;
    }

    // A pattern passes the caller's name on; a model that has a name of its own, such as a fallback, passes that.
    private string ModelOf(ModelRoute route, Target target) => target.Model ?? (route == _asked || route.IsPattern ? _exchange.Model ?? "" : route.Name);
}
