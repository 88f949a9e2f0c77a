using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>One call to a target that is under way, to be ended exactly once: what came of it is what the next requests go by.</summary>
public sealed class Visit
{
    private readonly Itinerary _itinerary;
    private readonly ProviderKey? _key;
    private readonly Breaker _breaker;
    private readonly Outage? _probed;
    private readonly string _model;
    private readonly long _begunAt;
    private int _isEnded;
    private int _isHeard;

    internal Visit(Itinerary itinerary, ModelRoute route, Target target, string model, ProviderKey? key, Breaker breaker, Outage? probed, long now)
    {
        (_itinerary, Route, Target, _model, _key, _breaker, _probed, _begunAt) = (itinerary, route, target, model, key, breaker, probed, now);
        target.Health.Begin();
    }

    /// <summary>Who is asked.</summary>
    public Target Target { get; }

    /// <summary>The model that the target belongs to: the one that was asked for, or a fallback of it.</summary>
    public ModelRoute Route { get; }

    /// <summary>The credential to ask with; null where the provider asks for none. Secret.</summary>
    public string? Key => _key?.Value;

    /// <summary>The call tries whether a target that was left alone is back.</summary>
    public bool IsProbe => _probed is not null;

    internal ProviderKey? UsedKey => _key;

    /// <summary>What the target calls the model; empty where the request names none and the target has no name of its own.</summary>
    internal string Model => _model;

    /// <summary>
    /// The first token, or the whole answer, has come: the target is well, however long the rest may take. To be called where that is known before the end.
    /// </summary>
    /// <param name="timeToFirstToken">From the call's begin.</param>
    public void Answered(TimeSpan timeToFirstToken)
    {
        if (Interlocked.Exchange(ref _isHeard, 1) == 1)
        {
            return;
        }

        var now = _itinerary.Now;
        Target.Health.Hear();
        Target.Health.FirstTokens.Observe(timeToFirstToken, now);
        _breaker.Succeed(_probed, now);
        _key?.Trust(_model);
    }

    /// <summary>The call is over. Ending it again does nothing.</summary>
    /// <param name="failure">Why it failed; null: it did not. A hedge that lost ends with <see cref="FailureKind.CallerGone"/>.</param>
    /// <param name="retryAfter">How long the provider asks to be left alone; null where it says nothing.</param>
    /// <param name="timeToFirstToken">From the call's begin; null where no token came, or <see cref="Answered"/> has told it.</param>
    public void End(FailureKind? failure, TimeSpan? retryAfter = null, TimeSpan? timeToFirstToken = null)
    {
        if (!TryEnd())
        {
            return;
        }

        if (timeToFirstToken is { } taken)
        {
            Answered(taken);
        }

        var now = _itinerary.Now;
        if (Interlocked.Exchange(ref _isHeard, 1) == 0)
        {
            EndUnheard(failure, now);
        }

        Judge(failure, retryAfter, now);
        _itinerary.Note(Target, failure is { } kind ? FailureTable.Of(kind).Metric : null);
    }

    /// <summary>The call was not made after all, or what came of it is not known: it tells nothing of the target. Does nothing once it has ended.</summary>
    internal void Withdraw()
    {
        if (!TryEnd())
        {
            return;
        }

        if (Interlocked.Exchange(ref _isHeard, 1) == 0)
        {
            Target.Health.Hear();
        }

        Breaker.Release(_probed);
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 1)
        {
            return false;
        }

        Target.Health.End();
        Target.Provider.Places?.Leave();
        return true;
    }

    private void EndUnheard(FailureKind? failure, long now)
    {
        Target.Health.Hear();

        // A caller who leaves at once says little; that a target was slow so long is news whatever was known.
        if (failure == FailureKind.TargetSlow || (failure == FailureKind.CallerGone && Target.Health.FirstTokens.Expected(now) is not null))
        {
            Target.Health.FirstTokens.ObserveAtLeast(TimeSpan.FromMilliseconds(now - _begunAt), now);
        }
    }

    private void Judge(FailureKind? failure, TimeSpan? retryAfter, long now)
    {
        switch (failure)
        {
            case null or FailureKind.CallerFault or FailureKind.TooLong or FailureKind.Filtered:
                // Whoever finds fault with the request is well, and took the key.
                _breaker.Succeed(_probed, now);
                _key?.Trust(_model);
                break;
            case FailureKind.Throttled or FailureKind.CredentialRefused or FailureKind.AccessDenied:
                _breaker.Succeed(_probed, now);
                LeaveKeyAlone(FailureTable.Of(failure.Value), retryAfter, now);
                break;
            case { } kind when FailureTable.Of(kind).BlamesTarget && _probed is null:
                Target.Health.Fail(_model, kind, now);
                break;
            case { } kind when FailureTable.Of(kind).BlamesTarget:
                _breaker.Fail(_probed, now);
                break;
            default:
                Breaker.Release(_probed);
                break;
        }
    }

    private void LeaveKeyAlone(FailureRule rule, TimeSpan? retryAfter, long now)
    {
        if (_key is null || !_itinerary.BenchesKeys)
        {
            return;
        }

        if (rule.Kind == FailureKind.Throttled)
        {
            _key.Throttle(retryAfter, now);
        }
        else if (rule.Bench == Bench.KeyForModel)
        {
            _key.Deny(_model, now);
        }
        else
        {
            _key.Refuse(now);
        }
    }
}
