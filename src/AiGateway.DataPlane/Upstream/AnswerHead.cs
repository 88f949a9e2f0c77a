using AiGateway.Ingress;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>Decides the head of a relayed answer: the provider's, with the gateway's own headers.</summary>
internal sealed class AnswerHead(ReplyHead own)
{
    /// <summary>Begins the caller's answer.</summary>
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="call">Where it comes from.</param>
    /// <param name="length">Its length in bytes; null where that is not known beforehand.</param>
    public void Begin(Exchange exchange, UpstreamCall call, long? length)
    {
        AnswerHeaders.Copy(call.Answer, exchange.Reply.Headers);
        own.AddTo(exchange);
        if (call.CutsUploadShort)
        {
            exchange.Reply.Headers.Connection = "close";
        }

        exchange.Reply.Headers.ContentLength = length;
        exchange.Reply.Begin((int)call.Answer.StatusCode);
    }
}
