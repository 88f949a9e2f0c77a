using AiGateway.Configuration;
using AiGateway.Pipeline;

namespace AiGateway.Ingress;

/// <summary>Judges a request's head as a whole: its framing must have one meaning, its size must be in bounds, its options must be readable.</summary>
internal static class RequestHead
{
    private const int MostHeaders = 100;
    private const int MostBytes = 32 * 1024;

    // Where a request has both, the server takes the chunks and moves the length here.
    private const string SupersededLength = "X-Content-Length";

    /// <summary>Says what is wrong with it, and takes the caller's own time limit from it.</summary>
    public static GatewayError? Check(Exchange exchange) => CheckFraming(exchange) ?? CheckQuery(exchange) ?? CheckSize(exchange) ?? TakeTimeout(exchange);

    private static GatewayError? CheckFraming(Exchange exchange)
    {
        var encoding = exchange.RequestHeaders.TransferEncoding;
        if (encoding.Count == 0)
        {
            return null;
        }

        if (exchange.RequestHeaders.ContentLength is not null || exchange.RequestHeaders.ContainsKey(SupersededLength))
        {
            return Malformed("A request has either Content-Length or Transfer-Encoding, not both.");
        }

        if (exchange.Protocol == "HTTP/1.0")
        {
            return Malformed("HTTP/1.0 has no Transfer-Encoding.");
        }

        return encoding.Count == 1 && "chunked".Equals(encoding[0], StringComparison.OrdinalIgnoreCase)
            ? null
            : Malformed("The only Transfer-Encoding that is understood is 'chunked'.");
    }

    // It goes up as it is: a provider must not see a request line that is split, or cut off, where ours was not.
    private static GatewayError? CheckQuery(Exchange exchange) =>
        HeaderText.IsSendable(exchange.Query) && !exchange.Query.AsSpan().ContainsAny('\t', '#') ? null : Malformed("The query has a character that no URL may have.");

    private static GatewayError? CheckSize(Exchange exchange)
    {
        var count = 0;
        var bytes = 0L;
        foreach (var (name, values) in exchange.RequestHeaders)
        {
            foreach (var value in values)
            {
                count++;
                bytes += name.Length + (value?.Length ?? 0) + 4;
            }
        }

        return count > MostHeaders || bytes > MostBytes ? GatewayError.HeadersTooLarge : null;
    }

    private static GatewayError? TakeTimeout(Exchange exchange)
    {
        if (!exchange.RequestHeaders.TryGetValue("x-gateway-timeout", out var text))
        {
            return null;
        }

        var timeout = Duration.Parse(text.ToString());
        if (!timeout.IsGood || timeout.Value <= TimeSpan.Zero || timeout.Value > TimeSpan.FromDays(1))
        {
            return GatewayError.BadRequest with
            {
                Message = "The header x-gateway-timeout is not a duration between 1ms and 24h, such as 30s.",
                Param = "x-gateway-timeout",
            };
        }

        exchange.Deadline.SetTotal(timeout.Value);
        return null;
    }

    private static GatewayError Malformed(string message) => GatewayError.BadRequest with { Message = message, ClosesConnection = true };
}
