using System.Collections.Frozen;
using System.Text;
using AiGateway.Dialects.Providers;

namespace AiGateway.Upstream;

/// <summary>Says what of a caller's query goes up with a request in his own dialect: nothing that picks an account, nor what the operator says instead.</summary>
internal static class CallerQuery
{
    // A key of the gateway's is nobody else's business, though it be none where it stands; one of the provider's would pick another account.
    private static readonly FrozenSet<string> s_credentials = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "key", "api_key", "api-key", "access_token");

    /// <summary>What goes up.</summary>
    /// <param name="query">The caller's query with its question mark, his key already taken out; or empty.</param>
    /// <param name="surface">Where it goes.</param>
    /// <returns>The query with its question mark, its parameters as they were sent; or empty.</returns>
    public static string Of(string query, Surface surface)
    {
        var own = surface.Version is { InQuery: true } version ? version.Name : null;
        var known = surface.Dialect.Parameters;
        return query.Length > 1 ? Filter(query, own, known) : query;
    }

    private static string Filter(string query, string? own, IReadOnlyList<string>? known)
    {
        var kept = new StringBuilder(query.Length);
        var span = query.AsSpan(1);
        foreach (var range in span.Split('&'))
        {
            var pair = span[range];
            var equals = pair.IndexOf('=');
            var name = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            if (name != own && !s_credentials.Contains(name) && (known is null || Contains(known, name)))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(pair);
            }
        }

        return kept.ToString();
    }

    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return true;
            }
        }

        return false;
    }
}
