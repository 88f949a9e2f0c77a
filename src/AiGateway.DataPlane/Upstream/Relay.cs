using System.Net;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using AiGateway.Telemetry;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>Passes a provider's answer on to the caller, in the way that suits its kind.</summary>
public sealed class Relay
{
    // A 205 has no body, and answers no question that anybody asks here; the server would not write one.
    private static readonly RelayResult s_reset = RelayResult.Failed(Failure.Of(FailureKind.TargetBroke), hasBegun: false);

    private readonly AnswerHead _head;
    private readonly EventRelay _events;
    private readonly WholeRelay _whole;
    private readonly ByteRelay _bytes;
    private readonly Settle _settle;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;

    /// <summary>Prepares the relays; they keep nothing between answers.</summary>
    public Relay(ReplyHead head, Settle settle, MemoryBudget budget, GatewayMetrics metrics, TimeProvider time)
    {
        (_settle, _metrics, _time) = (settle, metrics, time);
        _head = new AnswerHead(head);
        _events = new EventRelay(_head, settle, budget, time);
        _bytes = new ByteRelay(_head, settle, time);
        _whole = new WholeRelay(_head, _bytes, settle, budget, time);
    }

    /// <summary>Relays a success. Returns when all of it has been written, or what became of it.</summary>
    internal async ValueTask<Outcome> RunAsync(Exchange exchange, UpstreamCall call, bool withholdsUsage)
    {
        var (outcome, kind) = call.Answer.StatusCode == HttpStatusCode.ResetContent ? s_reset
            : IsEvents(exchange, call) ? await _events.RunAsync(exchange, call, withholdsUsage)
            : exchange.Operation.Answer == AnswerKind.Opaque ? await _bytes.RunAsync(exchange, call)
            : await _whole.RunAsync(exchange, call);
        _metrics.CountAttempt(exchange.Target!.Provider.Name, kind);
        return outcome;
    }

    /// <summary>Passes a provider's own error on, or says in its place what may be said.</summary>
    internal Outcome PassOn(Exchange exchange, UpstreamCall call, ErrorAnswer refusal)
    {
        var rule = FailureTable.Of(refusal.Kind);
        var wait = RetryHint.Read(call.Answer, refusal.Facts, _time) ?? (refusal.Status == StatusCodes.Status429TooManyRequests ? TimeSpan.FromSeconds(1) : null);
        if (!rule.PassesOn)
        {
            return rule.Report;
        }

        if (!refusal.IsJson || refusal.Status < 400)
        {
            // The status of a refusal still means what it means; a server's own error page becomes a 502.
            var status = refusal.Status is >= 400 and < 500 ? refusal.Status : rule.Report.Status;
            return rule.Report with { Status = status, Message = $"The provider answered {refusal.Status} with a body that is not JSON.", RetryAfter = wait };
        }

        if (wait is { } hint)
        {
            ErrorReply.AddRetryAfter(exchange.Reply.Headers, hint);
        }

        _settle.Run(exchange);
        _head.Begin(exchange, call, refusal.Body.Length);
        foreach (var segment in refusal.Body)
        {
            exchange.Reply.Write(segment.Span);
        }

        return Outcome.Served;
    }

    private static bool IsEvents(Exchange exchange, UpstreamCall call)
    {
        if (call.Answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type))
        {
            return type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
        }

        // Some deployments leave the type out.
        return exchange.Envelope.Stream && exchange.Operation.Answer == AnswerKind.JsonOrEvents;
    }
}
