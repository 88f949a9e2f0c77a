using System.Buffers;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Ingress;

/// <summary>Lets web pages of the allowed origins call. Credentials in the browser's sense (cookies) are never allowed: keys travel in headers.</summary>
internal static class Cors
{
    private const string OneDay = "86400";
    private const string Methods = "GET, POST, DELETE, HEAD, OPTIONS";

    // The wildcard exposes every header to callers without cookies, which all of ours are; the names are for browsers that do not know it.
    private const string Exposed = "*, retry-after, retry-after-ms, x-request-id, x-should-retry, x-gateway-provider, x-gateway-model, x-gateway-attempts, "
        + "x-gateway-overhead-ms, x-gateway-upstream-request-id, x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests";

    private static readonly SearchValues<char> s_inNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~, ");

    /// <summary>The request asks beforehand whether it may be made.</summary>
    public static bool IsPreflight(string method, IHeaderDictionary headers) =>
        method == "OPTIONS" && headers.Origin.Count > 0 && headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Answers a preflight, before authentication and limits: browsers send it without a key.</summary>
    public static void AnswerPreflight(Exchange exchange)
    {
        var headers = exchange.Reply.Headers;
        if (TryAllow(exchange, headers))
        {
            headers.AccessControlAllowMethods = Methods;
            var asked = exchange.RequestHeaders.AccessControlRequestHeaders.ToString();
            headers.AccessControlAllowHeaders = asked.Length > 0 && !asked.AsSpan().ContainsAnyExcept(s_inNames) ? asked : "authorization, content-type";
            headers.AccessControlMaxAge = OneDay;
        }

        headers["x-request-id"] = exchange.RequestId;
        exchange.Reply.Begin(StatusCodes.Status204NoContent);
    }

    /// <summary>Adds what a page needs in order to see the answer, errors included.</summary>
    public static void AddTo(Exchange exchange, IHeaderDictionary headers)
    {
        if (exchange.RequestHeaders.Origin.Count > 0 && TryAllow(exchange, headers))
        {
            headers.AccessControlExposeHeaders = Exposed;
        }
    }

    private static bool TryAllow(Exchange exchange, IHeaderDictionary headers)
    {
        var origins = exchange.Snapshot.Settings.CorsOrigins;
        if (!origins.Enabled)
        {
            return false;
        }

        if (origins.Any)
        {
            headers.AccessControlAllowOrigin = "*";
            return true;
        }

        // A cache must not give one origin's answer to another.
        headers.Vary = "Origin";
        var origin = exchange.RequestHeaders.Origin.ToString();
        if (!origins.Allows(origin))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        return true;
    }
}
