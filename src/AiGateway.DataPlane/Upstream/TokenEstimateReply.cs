using System.Buffers;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Tokens;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>Answers how many tokens a conversation is where its provider does not count: an estimate, and marked as one.</summary>
internal sealed class TokenEstimateReply(ReplyHead head, MemoryBudget budget)
{
    /// <summary>The header that marks what the gateway itself has estimated.</summary>
    public const string Header = "x-gateway-estimated";

    /// <summary>Answers, or says what is wrong with the request.</summary>
    public Outcome Tell(Exchange exchange)
    {
        var body = exchange.Body is { } held ? held.Sequence : ReadOnlySequence<byte>.Empty;
        var weight = JsonWeight.Of(body).Reading;
        if (!budget.TryTake(weight))
        {
            return GatewayError.Overloaded;
        }

        try
        {
            return Tell(exchange, body);
        }
        finally
        {
            budget.Return(weight);
        }
    }

    private Outcome Tell(Exchange exchange, in ReadOnlySequence<byte> body)
    {
        var answer = new ArrayBufferWriter<byte>(64);
        if (!TokenCounting.TryEstimate(exchange.Operation, body.IsSingleSegment ? body.First : body.ToArray(), answer, out var fault))
        {
            return GatewayError.BadRequest with { Message = fault.Where is { } where ? $"'{where}' {fault.Message}." : $"The body {fault.Message}.", Param = fault.Where };
        }

        var reply = exchange.Reply;
        head.AddTo(exchange);
        reply.Headers[Header] = "true";
        reply.Headers.ContentType = "application/json";
        reply.Headers.ContentLength = answer.WrittenCount;
        reply.Begin(StatusCodes.Status200OK);
        reply.Write(answer.WrittenSpan);
        return Outcome.Served;
    }
}
