namespace AiGateway.Dialects;

/// <summary>Reads the query of a URL.</summary>
internal static class QueryParameter
{
    /// <summary>The value of the first parameter of a name, its escapes undone; null where there is none.</summary>
    /// <param name="query">The query, with or without its question mark.</param>
    /// <param name="name">The name, which needs no escapes.</param>
    public static string? Find(string query, string name)
    {
        var rest = query.AsSpan().TrimStart('?');
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
            }
        }

        return null;
    }
}
