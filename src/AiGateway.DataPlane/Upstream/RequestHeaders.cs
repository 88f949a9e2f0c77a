using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>The headers of a caller that go up to the provider: an allow-list, so that nothing new can pick an account, a safety level or a host.</summary>
internal static class RequestHeaders
{
    private const string DashScope = "X-DashScope-";

    private static readonly FrozenSet<string> s_passed = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "Accept", "User-Agent", "Idempotency-Key", "OpenAI-Beta", "anthropic-version", "anthropic-beta", "traceparent", "tracestate");

    // They choose the account that pays, and how closely its content is inspected.
    private static readonly FrozenSet<string> s_operatorsOnly = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "X-DashScope-WorkSpace", "X-DashScope-DataInspection");

    /// <summary>Copies what may pass. The content type is the content's.</summary>
    public static void Copy(IHeaderDictionary from, HttpRequestHeaders to)
    {
        foreach (var (name, values) in from)
        {
            if (!Passes(name))
            {
                continue;
            }

            if (values.Count == 1)
            {
                to.TryAddWithoutValidation(name, values[0]);
            }
            else
            {
                to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    /// <summary>The header may go up.</summary>
    internal static bool Passes(string name) =>
        s_passed.Contains(name) || (name.StartsWith(DashScope, StringComparison.OrdinalIgnoreCase) && !s_operatorsOnly.Contains(name));
}
