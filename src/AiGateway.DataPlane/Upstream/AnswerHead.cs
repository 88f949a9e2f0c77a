using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Upstream;

/// <summary>Decides the head of a relayed answer: the provider's, with the gateway's own headers.</summary>
internal sealed class AnswerHead(ReplyHead own)
{
    /// <summary>Begins the caller's answer.</summary>
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="call">Where it comes from; null where a stream has to begin before anybody has answered.</param>
    /// <param name="length">Its length in bytes; null where that is not known beforehand.</param>
    /// <param name="status">Its status; null, the default: that of the call.</param>
    public void Begin(Exchange exchange, UpstreamCall? call, long? length, int? status = null)
    {
        if (call is not null)
        {
            AnswerHeaders.Copy(call.Answer, exchange.Reply.Headers);
            if (call.Asked.Translator is { } translator)
            {
                // The body is the gateway's own.
                exchange.Reply.Headers.ContentType = length is null ? default(StringValues) : "application/json";
                if (translator.IsEstimated)
                {
                    exchange.Reply.Headers[TokenEstimateReply.Header] = "true";
                }
            }
        }

        own.AddTo(exchange, tellsCall: call is not null);
        if (call is { CutsUploadShort: true })
        {
            exchange.Reply.Headers.Connection = "close";
        }

        exchange.Reply.Headers.ContentLength = length;
        exchange.Reply.Begin(status ?? call?.Status ?? StatusCodes.Status200OK);
    }
}
