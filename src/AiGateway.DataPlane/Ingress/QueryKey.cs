using System.Text;
using AiGateway.Pipeline;

namespace AiGateway.Ingress;

/// <summary>Takes the caller's key out of the query, where his dialect may have it there: it must neither go up nor be logged.</summary>
internal static class QueryKey
{
    /// <summary>Sets the exchange's key, and cuts it out of its query.</summary>
    public static void Take(Exchange exchange)
    {
        if (exchange.Query.Length > 1 && exchange.Match.Dialect?.KeyParameter is { } parameter)
        {
            (exchange.Query, exchange.QueryKey) = Cut(exchange.Query, parameter);
        }
    }

    /// <summary>Cuts a parameter out of a query, however its name is escaped. The others stay as they were sent.</summary>
    /// <param name="query">The query with its question mark.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <returns>What is left, and the parameter's value: null where there was none, empty where there were several.</returns>
    internal static (string Left, string? Value) Cut(string query, string parameter)
    {
        var left = new StringBuilder(query.Length);
        string? value = null;
        var span = query.AsSpan(1);
        foreach (var range in span.Split('&'))
        {
            var pair = span[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if (Uri.UnescapeDataString(name) != parameter)
            {
                left.Append(left.Length == 0 ? '?' : '&').Append(pair);
                continue;
            }

            value = value is null && equals >= 0 ? Uri.UnescapeDataString(pair[(equals + 1)..]) : "";
        }

        return (value is null ? query : left.ToString(), value);
    }
}
