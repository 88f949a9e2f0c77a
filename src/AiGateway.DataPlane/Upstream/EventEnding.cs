using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// How a stream ends: whole, with the exchange settled before its last event leaves; handed over to another target; or with an in-band error.
/// Never cleanly where it is not whole.
/// </summary>
internal sealed class EventEnding(Exchange exchange, UpstreamCall call, EventReply reply, Settle settle, EventJudge judge, EventWindow window)
{
    /// <summary>An event has come that ends it.</summary>
    /// <param name="kind">What the event is.</param>
    /// <param name="length">Its length; it is the first of what the window has yet to have judged.</param>
    public async ValueTask<RelayResult> ConcludeAsync(EventKind kind, int length)
    {
        if (kind == EventKind.End && judge.IsWhole)
        {
            Settle();
            var torn = window.Rewrites ? default : EventFramer.TornEnd(window.Rest[..length]);
            window.Approve(length);
            Forward();
            reply.WriteEnd(torn);
            return RelayResult.Served;
        }

        if (kind == EventKind.Error && !CanGoOnElsewhere(Failure.Of(FailureKind.TargetBroke)))
        {
            // The provider has said in its own words, which are the caller's dialect too, what went wrong.
            window.Approve(length);
            Forward();
            await reply.FlushLastAsync();
            return new RelayResult(Outcome.BrokenOff(GatewayError.StreamInterrupted), Failure.Of(FailureKind.TargetBroke));
        }

        Forward();
        return await BreakAsync(kind == EventKind.Malformed ? judge.Malformed() : Failure.Of(FailureKind.TargetBroke));
    }

    /// <summary>The provider has ended it, with or without having said so.</summary>
    public async ValueTask<RelayResult> EndAsync()
    {
        var rest = window.Rest;
        if (window.IsInsideEvent || !EventFramer.IsEvent(rest))
        {
            return judge.IsWhole ? Complete() : await BreakAsync(Failure.Of(FailureKind.TargetBroke));
        }

        // The last event lacks its blank line; it counts where it makes the answer whole, and is half an event where it does not.
        var kind = judge.Read(rest);
        if (kind is EventKind.Error or EventKind.Malformed || !judge.IsWhole)
        {
            return await BreakAsync(Failure.Of(FailureKind.TargetBroke));
        }

        return judge.Withholds(kind) ? Complete() : CompleteWithRest(isEnd: kind == EventKind.End);
    }

    /// <summary>
    /// It broke: a failure where nothing was sent, else an in-band error, unless another target can go on; or no more than its end, where the
    /// answer was whole.
    /// </summary>
    public async ValueTask<RelayResult> BreakAsync(Failure failure)
    {
        if (failure.Kind != FailureKind.CallerGone && judge.IsWhole)
        {
            return Complete();
        }

        if (failure.Report == GatewayError.CallerGone || !reply.HasData)
        {
            return RelayResult.Failed(failure, reply.HasData);
        }

        (reply.IsInsideEvent, reply.NextNumber) = (window.IsInsideEvent, judge.NextNumber);
        if (CanGoOnElsewhere(failure))
        {
            return RelayResult.Interrupted(failure);
        }

        var error = InBand(failure);
        await reply.BreakOffAsync(error, judge);
        return new RelayResult(Outcome.BrokenOff(error), failure);
    }

    /// <summary>What the caller is told of a stream that broke.</summary>
    public static GatewayError InBand(in Failure failure) => failure.Kind switch
    {
        FailureKind.TargetSlow => GatewayError.StreamInterrupted with { Message = "The provider's stream stopped coming before the answer was whole." },
        FailureKind.CallerGone => GatewayError.StreamInterrupted with { Message = failure.Report.Message },
        _ => GatewayError.StreamInterrupted,
    };

    private bool CanGoOnElsewhere(in Failure failure) =>
        reply is { HasData: true, IsKept: true } && !window.IsInsideEvent && failure.Kind != FailureKind.CallerGone && call.Deadline.Reason != StopReason.Total;

    private RelayResult CompleteWithRest(bool isEnd)
    {
        Settle();
        var missing = window.Rewrites ? default : EventFramer.MissingEnd(window.Rest);
        window.Approve(window.Rest.Length);
        Forward();
        reply.Write(missing, call);
        reply.WriteEnd(isEnd ? default : judge.Finish());
        return RelayResult.Served;
    }

    // The answer is whole, and its stream ended without saying so.
    private RelayResult Complete()
    {
        Settle();
        if (window is { IsInsideEvent: false, Rewrites: false } && !EventFramer.IsEvent(window.Rest))
        {
            // The other half of the last CRLF, or more blank lines.
            window.Approve(window.Rest.Length);
        }

        Forward();
        reply.WriteEnd(judge.Finish());
        return RelayResult.Served;
    }

    private void Settle()
    {
        exchange.Usage = judge.Usage;
        settle.Run(exchange);
    }

    private void Forward()
    {
        reply.Write(window.Approved, call);
        window.ConsumeApproved();
    }
}
