using System.Diagnostics.CodeAnalysis;
using AiGateway.Pipeline;
using AiGateway.Routing;

namespace AiGateway.Upstream;

/// <summary>Decides what follows a failure: the same target again, at once or after a while, the next one, or nobody. One per request that met with a failure.</summary>
internal sealed class Course(Exchange exchange, Backoff backoff)
{
    private readonly Itinerary _itinerary = exchange.Itinerary!;
    private int _retries;

    // Times that another key was tried at once. Of keys that are left alone but for a moment there is always another.
    private int _otherKeys;

    /// <summary>Decides.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="isUnderWay">The caller has had some of the answer, so that only somebody else can go on.</param>
    /// <param name="visit">Whom to ask next, at once; null where the wait comes first or nobody is left.</param>
    /// <param name="wait">How long to wait before the same target is asked again, see <see cref="TryAfterWait"/>; null where there is nothing to wait for.</param>
    /// <returns>Whether anybody is left.</returns>
    public bool TryGoOn(in Failure failure, bool isUnderWay, out Visit? visit, out TimeSpan? wait)
    {
        (visit, wait) = (null, null);
        var rule = FailureTable.Of(failure.Kind);
        if (rule is { RetriesHere: false, MovesOn: MoveOn.Nowhere } || !exchange.Operation.Replayable || !exchange.Deadline.TryRenew())
        {
            return false;
        }

        if (isUnderWay)
        {
            return TryMoveOn(MoveOn.ToNextTarget, out visit);
        }

        if (rule.Bench != Bench.Nothing && _otherKeys < _itinerary.KeyCount - 1 && _itinerary.HasOtherKey && _itinerary.TryAgain(out visit))
        {
            _otherKeys++;
            return true;
        }

        wait = rule.RetriesHere ? WaitAfter(failure) : null;
        return wait is not null || TryMoveOn(rule.MovesOn, out visit) || TryWaitForSomebody(rule, out wait);
    }

    /// <summary>After the wait: the same target again, or the next.</summary>
    public bool TryAfterWait([NotNullWhen(true)] out Visit? visit)
    {
        _retries++;
        return _itinerary.TryAgain(out visit) || TryMoveOn(MoveOn.ToNextTarget, out visit);
    }

    private bool TryMoveOn(MoveOn how, [NotNullWhen(true)] out Visit? visit)
    {
        if (how == MoveOn.Nowhere || !_itinerary.TryNext(how, out visit))
        {
            visit = null;
            return false;
        }

        (_retries, _otherKeys) = (0, 0);
        return true;
    }

    private TimeSpan? WaitAfter(in Failure failure)
    {
        var retry = _itinerary.Route.Settings.Retry;
        if (_retries >= retry.Attempts)
        {
            return null;
        }

        // A connection that broke before anything came of it says nothing about the provider: another one, at once.
        var wait = failure.RetryAfter ?? (failure.IsBeforeAnswer && _retries == 0 ? TimeSpan.Zero : backoff.After(_retries, retry));
        return wait <= retry.MaxBackoff ? wait : null;
    }

    // Everybody is left alone for the moment, but not for long.
    private bool TryWaitForSomebody(FailureRule rule, out TimeSpan? wait)
    {
        var retry = _itinerary.Route.Settings.Retry;
        wait = rule.RetriesHere && _retries < retry.Attempts && _itinerary.RetryAfter is { } soonest && soonest <= retry.MaxBackoff ? soonest : null;
        return wait is not null;
    }
}
