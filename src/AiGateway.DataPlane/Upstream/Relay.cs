using System.Buffers;
using System.Net;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>Turns providers' answers into callers' answers, each in the way that suits its kind.</summary>
public sealed class Relay
{
    private readonly AnswerHead _head;
    private readonly TokenEstimateReply _estimate;
    private readonly Settle _settle;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;

    /// <summary>Prepares the relay; it keeps nothing between answers.</summary>
    public Relay(ReplyHead head, Settle settle, MemoryBudget budget, TimeProvider time)
    {
        (_settle, _budget, _time) = (settle, budget, time);
        _head = new AnswerHead(head);
        _estimate = new TokenEstimateReply(head, budget);
    }

    /// <summary>The caller's end of whatever streams come to answer him.</summary>
    internal EventReply NewReply(Exchange exchange) => new(exchange, _head, _budget, _time);

    /// <summary>Takes a success that is yet to be read; null where it cannot be an answer to this caller.</summary>
    internal Answer? Take(Exchange exchange, UpstreamCall call, EventReply reply, in EventRules rules)
    {
        if (call.IsEvents ?? exchange.WantsStream)
        {
            if (!exchange.WantsStream && call.Asked.Translator is { } translator)
            {
                return translator.OpenGathering() is { } gathering
                    ? new GatheredAnswer(exchange, call, gathering, _head, _settle, _budget, rules.Idle, _time)
                    : null;
            }

            return new EventAnswer(exchange, call, reply, _settle, _budget, rules);
        }

        // A 205 has no body, and answers no question that anybody asks here; the server would not write one. And what began as a stream goes on as one.
        if (call.Answer.StatusCode == HttpStatusCode.ResetContent || reply.HasBegun)
        {
            return null;
        }

        return exchange.Operation.Answer == AnswerKind.Opaque
            ? new ByteAnswer(exchange, call, _head, _settle, rules.Idle, _time)
            : new WholeAnswer(exchange, call, _head, _settle, _budget, rules.Idle, _time);
    }

    /// <summary>Answers a question for the tokens of a conversation where no provider does.</summary>
    internal Outcome Estimate(Exchange exchange) => _estimate.Tell(exchange);

    /// <summary>Passes a provider's own error on, or says in its place what may be said.</summary>
    internal Outcome PassOn(Exchange exchange, UpstreamCall call, ErrorAnswer refusal)
    {
        var rule = FailureTable.Of(refusal.Kind);
        if (!rule.PassesOn)
        {
            return rule.Report;
        }

        if (!refusal.IsJson || refusal.Status < 400)
        {
            // The status of a refusal still means what it means; a server's own error page becomes a 502.
            var status = refusal.Status is >= 400 and < 500 ? refusal.Status : rule.Report.Status;
            return rule.Report with
            {
                Status = status,
                Message = $"The provider answered {refusal.Status} with a body that is not JSON.",
                RetryAfter = refusal.RetryAfter,
            };
        }

        if (refusal.RetryAfter is { } hint)
        {
            ErrorReply.AddRetryAfter(exchange.Reply.Headers, hint);
        }

        _settle.Run(exchange);
        var (told, body) = TellOf(exchange, call, refusal);
        _head.Begin(exchange, call, body.Length, told);
        if (exchange.HasRetried)
        {
            // Whatever the provider says of it.
            ErrorReply.AddShouldNotRetry(exchange.Reply.Headers);
        }

        foreach (var segment in body)
        {
            exchange.Reply.Write(segment.Span);
        }

        return Outcome.Served;
    }

    // What the caller is told of it, in his own dialect, which may not know the provider's status.
    private static (int Status, ReadOnlySequence<byte> Body) TellOf(Exchange exchange, UpstreamCall call, ErrorAnswer refusal)
    {
        var translator = call.Asked.Approach.Translates ? call.Asked.Translator : null;
        var wraps = exchange.WantsArray && (translator is not null || JsonDocumentStart.First(refusal.Body) == (byte)'{');
        if (translator is null && !wraps)
        {
            return (refusal.Status, refusal.Body);
        }

        var status = refusal.Status;

        var text = new ArrayBufferWriter<byte>(512);
        text.Write(wraps ? "["u8 : default);
        if (translator is null)
        {
            foreach (var segment in refusal.Body)
            {
                text.Write(segment.Span);
            }
        }
        else
        {
            var error = translator.ReadError(refusal.Status, refusal.Facts);

            // What each provider says in words of its own, clients know by its code.
            error = refusal.Kind == FailureKind.TooLong ? error with { Code = GatewayError.ContextTooShort.Code } : error;
            exchange.Operation.Dialect.WriteError(text, error);
            status = error.Status;
        }

        text.Write(wraps ? "]"u8 : default);
        return (status, new ReadOnlySequence<byte>(text.WrittenMemory));
    }
}
