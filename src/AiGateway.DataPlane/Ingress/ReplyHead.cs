using System.Globalization;
using AiGateway.Dialects;
using AiGateway.Limits;
using AiGateway.Pipeline;
using AiGateway.Routing;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>The headers that the gateway itself adds to an answer, whatever the answer is.</summary>
public sealed class ReplyHead(Drain drain, TimeProvider time)
{
    /// <summary>Adds the headers of every answer: ids, limits, CORS, what was called and what it cost in time.</summary>
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="tellsCall">Default: yes. No: the answer has to begin before it is known who gives it.</param>
    public void AddTo(Exchange exchange, bool tellsCall = true)
    {
        var headers = exchange.Reply.Headers;
        var dialect = exchange.Match.Dialect;
        headers["x-request-id"] = exchange.RequestId;
        if (dialect?.RequestIdHeader is { } requestId)
        {
            headers[requestId] = exchange.RequestId;
        }

        if (exchange.Attempts > 0)
        {
            exchange.Overhead = Overhead(exchange);
            if (tellsCall && exchange.Target is { } target)
            {
                AddCall(exchange, target, headers);
            }
        }

        if (exchange.Quota is { } quota)
        {
            AddQuota(quota, headers);
            if (dialect?.LimitHeaders is { } own)
            {
                AddQuota(quota, own, headers);
            }
        }

        Cors.AddTo(exchange, headers);
        if (drain.IsLeaving)
        {
            headers.Connection = "close";
        }
    }

    /// <summary>The time that the gateway itself has taken until now.</summary>
    public TimeSpan Overhead(Exchange exchange)
    {
        var now = time.GetTimestamp();
        return exchange.CalledAt == 0
            ? time.GetElapsedTime(exchange.StartedAt, now)
            : time.GetElapsedTime(exchange.StartedAt, exchange.CalledAt) + time.GetElapsedTime(exchange.AnsweredAt == 0 ? now : exchange.AnsweredAt, now);
    }

    /// <summary>A time in milliseconds as headers and logs tell it: <c>1.234</c>.</summary>
    public static string Milliseconds(TimeSpan span) => Math.Max(0, span.TotalMilliseconds).ToString("0.###", CultureInfo.InvariantCulture);

    private static void AddCall(Exchange exchange, Target target, IHeaderDictionary headers)
    {
        headers["x-gateway-provider"] = target.Provider.Name;
        if (exchange.TargetModel is { } model)
        {
            headers["x-gateway-model"] = HeaderText.Escape(model);
        }

        headers["x-gateway-attempts"] = exchange.Attempts == 1 ? "1" : exchange.Attempts.ToString(CultureInfo.InvariantCulture);
        headers["x-gateway-overhead-ms"] = Milliseconds(exchange.Overhead);
        if (exchange.UpstreamRequestId is { } id)
        {
            headers["x-gateway-upstream-request-id"] = id;
        }

        if (exchange.Dropped.Count > 0)
        {
            headers["x-gateway-dropped"] = HeaderText.Escape(string.Join(", ", exchange.Dropped));
        }
    }

    private static void AddQuota(Quota quota, IHeaderDictionary headers)
    {
        headers["x-ratelimit-limit-requests"] = quota.Limit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-requests"] = quota.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-requests"] = OpenAiDuration(quota.Reset);
    }

    private void AddQuota(Quota quota, LimitHeaders names, IHeaderDictionary headers)
    {
        headers[names.Limit] = quota.Limit.ToString(CultureInfo.InvariantCulture);
        headers[names.Remaining] = quota.Remaining.ToString(CultureInfo.InvariantCulture);

        // Whole seconds, rounded up, so that nobody comes too early.
        headers[names.Reset] = Rfc3339.Of(time.GetUtcNow() + quota.Reset + TimeSpan.FromMilliseconds(999));
    }

    // As OpenAI writes them: 1m0s, 6.5s. Rounded up to milliseconds, so that nobody comes too early.
    private static string OpenAiDuration(TimeSpan span)
    {
        var milliseconds = (long)Math.Ceiling(span.TotalMilliseconds);
        var (minutes, rest) = Math.DivRem(milliseconds, 60_000);
        return minutes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{rest / 1000m:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{rest / 1000m:0.###}s");
    }
}
