using System.Collections.Frozen;
using System.Net.Http.Headers;
using AiGateway.Ingress;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Upstream;

/// <summary>The headers of a provider's answer that reach the caller: all but those of the hop, of the account, and those that are the gateway's own to say.</summary>
internal static class AnswerHeaders
{
    private static readonly FrozenSet<string> s_withheld = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Set-Cookie", "Set-Cookie2", "Server", "Alt-Svc", "Strict-Transport-Security", "Date", "Content-Length", "WWW-Authenticate",
        "OpenAI-Organization", "OpenAI-Project", "anthropic-organization-id", "X-DashScope-WorkSpace",
        "x-request-id", "request-id", "Retry-After", "retry-after-ms", "Vary");

    private static readonly string[] s_withheldPrefixes =
        ["x-ratelimit-", "anthropic-ratelimit-", "ratelimit", "access-control-", "x-gateway-"];

    /// <summary>Copies what may pass.</summary>
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        var named = from.Headers.NonValidated.TryGetValues("Connection", out var connection) ? connection.ToString() : "";
        Copy(from.Headers.NonValidated, to, named);
        Copy(from.Content.Headers.NonValidated, to, named);
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, string namedByConnection)
    {
        foreach (var (name, values) in from)
        {
            if (Passes(name) && !IsNamed(name, namedByConnection))
            {
                Add(to, name, values);
            }
        }
    }

    /// <summary>The header may reach the caller.</summary>
    internal static bool Passes(string name)
    {
        if (s_withheld.Contains(name))
        {
            return false;
        }

        foreach (var prefix in s_withheldPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNamed(string name, ReadOnlySpan<char> list)
    {
        foreach (var range in list.Split(','))
        {
            if (list[range].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // What cannot be sent is left out: an odd byte in a header nobody asked about is no reason to withhold the answer.
    private static void Add(IHeaderDictionary to, string name, HeaderStringValues values)
    {
        if (HeaderText.IsSendable(values.ToString()))
        {
            to[name] = values.Count == 1 ? values.ToString() : ToValues(values);
        }
    }

    private static StringValues ToValues(HeaderStringValues values)
    {
        var all = new string[values.Count];
        var count = 0;
        foreach (var value in values)
        {
            all[count++] = value;
        }

        return all;
    }
}
