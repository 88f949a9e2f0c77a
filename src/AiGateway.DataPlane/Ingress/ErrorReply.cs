using System.Buffers;
using System.Globalization;
using AiGateway.Dialects;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>Writes the gateway's own errors, in the caller's dialect. The one place where a refusal becomes bytes.</summary>
public sealed class ErrorReply(ReplyHead head, Dialect fallback)
{
    // More than that is not worth reading for the sake of keeping the connection.
    private const long MostUnread = 64 * 1024;

    /// <summary>Answers with an error; nothing of an answer may have been written.</summary>
    public void Write(Exchange exchange, GatewayError error)
    {
        var reply = exchange.Reply;
        var body = new ArrayBufferWriter<byte>(256);
        body.Write(exchange.WantsArray ? "["u8 : default);
        (exchange.Match.Dialect ?? fallback).WriteError(body, error.Detail(exchange.RequestId));
        body.Write(exchange.WantsArray ? "]"u8 : default);

        reply.Headers.Clear();
        head.AddTo(exchange);
        AddHints(error, reply.Headers);
        if (exchange.HasRetried)
        {
            AddShouldNotRetry(reply.Headers);
        }

        if (error.ClosesConnection || LeavesBodyUnread(exchange))
        {
            reply.Headers.Connection = "close";
        }

        reply.Headers.ContentType = "application/json";
        reply.Headers.ContentLength = body.WrittenCount;
        reply.Begin(error.Status);
        if (exchange.Method != HttpMethods.Head)
        {
            reply.Write(body.WrittenSpan);
        }
    }

    private static void AddHints(GatewayError error, IHeaderDictionary headers)
    {
        if (error.RetryAfter is { } wait)
        {
            AddRetryAfter(headers, wait);
        }

        if (error.Allow is { } methods)
        {
            headers.Allow = methods;
        }

        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }
    }

    /// <summary>Says when to try again, in both forms that the official SDKs read.</summary>
    internal static void AddRetryAfter(IHeaderDictionary headers, TimeSpan wait)
    {
        headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        headers["retry-after-ms"] = Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Says that trying again is for nothing: it has been done.</summary>
    internal static void AddShouldNotRetry(IHeaderDictionary headers) => headers["x-should-retry"] = "false";

    private static bool LeavesBodyUnread(Exchange exchange)
    {
        var headers = exchange.RequestHeaders;
        return exchange.Body is null && (headers.ContentLength > MostUnread || headers.TransferEncoding.Count > 0);
    }
}
