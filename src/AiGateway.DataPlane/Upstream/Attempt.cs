using System.Buffers;
using System.Runtime.CompilerServices;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Providers;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.Telemetry;

namespace AiGateway.Upstream;

/// <summary>Asks one target after the other until the caller has a whole answer, or nobody is left. The only loop of the pipeline.</summary>
public sealed class Attempt(Relay relay, MemoryBudget budget, GatewayMetrics metrics, Deadline.Pool deadlines, Backoff backoff, TimeProvider time)
{
    private readonly TryParts _parts = new(relay, budget, metrics, deadlines, time);

    /// <summary>Returns when the answer has been written in full, or why there is none.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> RunAsync(Exchange exchange)
    {
        var itinerary = exchange.Itinerary!;
        if (itinerary.Route.Settings.Timeout.Total is { } total)
        {
            exchange.Deadline.SetTotal(total);
        }

        if (!itinerary.TryNext(MoveOn.ToNextTarget, out var visit))
        {
            // An estimate needs nobody.
            return exchange.Operation.Task == OperationTask.CountTokens
                ? relay.Estimate(exchange)
                : GatewayError.NoTarget with { RetryAfter = itinerary.RetryAfter };
        }

        using var reply = relay.NewReply(exchange);
        Course? course = null;
        while (true)
        {
            Failure? failure;
            var hedge = HedgeDelay(exchange, visit!, reply);
            var attempt = NewTry(exchange, visit!, reply, isAlone: hedge is null);
            await using var first = attempt;
            if (hedge is { } after)
            {
                (attempt, failure) = await OpenHedgedAsync(exchange, attempt, reply, after);
            }
            else
            {
                failure = await KeepAlive(exchange, reply, attempt.OpenAsync());
            }

            await using var last = attempt;
            var result = default(RelayResult);
            if (attempt.Call is { } call && (failure is null || !reply.HasData))
            {
                // Who could not go on with a stream has given nothing of it: it stays its first target's.
                exchange.Adopt(attempt.Visit, call);
            }

            if (failure is null)
            {
                result = await attempt.DeliverAsync();
                failure = result.Failure;
            }

            attempt.End(failure);
            if (failure is not { } why || result.Outcome is { Broken: true })
            {
                return result.Outcome!;
            }

            if (attempt.IsUncounted(why))
            {
                return relay.Estimate(exchange);
            }

            course ??= new Course(exchange, backoff);
            (visit, var outcome) = await GoOnAsync(exchange, attempt, reply, course, why);
            if (outcome is not null)
            {
                return outcome;
            }
        }
    }

    // Whom to ask next, or what the caller is told where nobody is left.
    private async ValueTask<(Visit? Next, Outcome? Outcome)> GoOnAsync(Exchange exchange, Try attempt, EventReply reply, Course course, Failure why)
    {
        if ((reply.HasData && !CanContinue(exchange, reply)) || !course.TryGoOn(why, isUnderWay: reply.HasData, out var visit, out var wait))
        {
            return (null, await ConcludeAsync(exchange, attempt, reply, why));
        }

        exchange.HasRetried = true;
        if (wait is not { } pause)
        {
            return (visit, null);
        }

        await attempt.DisposeAsync();
        var stopped = await KeepAlive(exchange, reply, StopsWhileWaitingAsync(exchange, pause));
        return stopped is null && course.TryAfterWait(out visit)
            ? (visit, null)
            : (null, await ConcludeAsync(exchange, attempt, reply, stopped ?? why));
    }

    private ValueTask<(Try Try, Failure? Failure)> OpenHedgedAsync(Exchange exchange, Try first, EventReply reply, TimeSpan after)
    {
        return KeepAlive(exchange, reply, Hedge.OpenAsync(first, after, () => Second(exchange, reply), time));
    }

    private static ValueTask<T> KeepAlive<T>(Exchange exchange, EventReply reply, ValueTask<T> pending) =>
        exchange.Snapshot.Settings.StreamKeepalive is { } interval && exchange.WantsStream
            ? reply.WaitAsync(pending, interval)
            : pending;

    // What is being continued cannot be raced for, and an upload cannot be sent twice.
    private static TimeSpan? HedgeDelay(Exchange exchange, Visit visit, EventReply reply) =>
        exchange.Itinerary!.Route.Settings.Hedge is { } hedge && !reply.HasData && exchange.Operation.Replayable && exchange.Itinerary.HasNext
            ? hedge.After ?? visit.Target.UsualFirstToken
            : null;

    private Try? Second(Exchange exchange, EventReply reply)
    {
        if (!exchange.Itinerary!.TryNext(MoveOn.ToNextTarget, out var visit))
        {
            return null;
        }

        exchange.HasRetried = true;
        return NewTry(exchange, visit, reply, isAlone: false);
    }

    private Try NewTry(Exchange exchange, Visit visit, EventReply reply, bool isAlone)
    {
        // What the caller has had is where the next target goes on.
        var broken = reply.HasData ? BreakOf(exchange, reply) : (StreamBreak?)null;
        return new Try(exchange, visit, reply, broken, isAlone ? null : deadlines.GetWithin(exchange.Deadline), _parts);
    }

    private static StreamBreak BreakOf(Exchange exchange, EventReply reply) => new(
        exchange.Operation, exchange.Body!.Sequence, new ReadOnlySequence<byte>(reply.Kept.ToArray()), exchange.Usage,
        exchange.Envelope.AsksForUsage, AssistantPrefill.None);

    // Starting over is always possible where anything is; nobody is asked, or blamed, where nothing is.
    private static bool CanContinue(Exchange exchange, EventReply reply) =>
        reply.IsKept && exchange.Operation.Dialect.TryContinue(BreakOf(exchange, reply), out _);

    private async ValueTask<Failure?> StopsWhileWaitingAsync(Exchange exchange, TimeSpan pause)
    {
        if (pause == TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            exchange.Deadline.Suspend();
            await Task.Delay(pause, time, exchange.Deadline.Token);
            return null;
        }
        catch (OperationCanceledException exception)
        {
            return Failure.Of(exception, exchange.Deadline.Reason);
        }
    }

    // Nobody is left: the caller is told what the last one failed with.
    private async ValueTask<Outcome> ConcludeAsync(Exchange exchange, Try attempt, EventReply reply, Failure why)
    {
        if (why.Report == GatewayError.CallerGone)
        {
            return reply.HasBegun ? Outcome.BrokenOff(why.Report) : why.Report;
        }

        if (reply.HasBegun)
        {
            var error = reply.HasData ? EventEnding.InBand(why) : why.Report;
            await reply.BreakOffAsync(error);
            return Outcome.BrokenOff(error);
        }

        return attempt is { Refusal: { IsRead: true } refusal, Call: { } call }
            ? relay.PassOn(exchange, call, refusal)
            : why.Report with { RetryAfter = why.RetryAfter ?? why.Report.RetryAfter ?? (why.Kind == FailureKind.Throttled ? ErrorAnswer.UsualPause : null) };
    }
}
