using Microsoft.AspNetCore.Http;

namespace AiGateway.Keys;

/// <summary>
/// Finds the key that a request carries. Of several carriers only the first is judged: the dialect's own (a header, then a parameter of the query), then
/// Authorization, then the other dialects' own.
/// </summary>
internal static class KeyCarrier
{
    private const string Scheme = "Bearer ";

    /// <summary>The key in a request's headers.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="own">The header of the request's dialect; null where that is Authorization.</param>
    /// <param name="inQuery">What the query has for a key; null where it has none.</param>
    /// <param name="key">The key as it was sent; empty where the result is not Found.</param>
    public static KeyCarrierResult Find(IHeaderDictionary headers, string? own, string? inQuery, out ReadOnlySpan<char> key)
    {
        if (own is not null && TryRead(headers, own, out key))
        {
            return Judge(key);
        }

        if (inQuery is not null)
        {
            key = inQuery.AsSpan().Trim(' ');
            return Judge(key);
        }

        var authorization = headers.Authorization;
        if (authorization.Count > 0 && !string.IsNullOrEmpty(authorization))
        {
            return authorization.Count == 1 ? ReadBearer(authorization[0], out key) : Malformed(out key);
        }

        return TryRead(headers, "x-api-key", out key) || TryRead(headers, "x-goog-api-key", out key) || TryRead(headers, "api-key", out key)
            ? Judge(key)
            : KeyCarrierResult.Missing;
    }

    private static KeyCarrierResult Judge(ReadOnlySpan<char> key) => key.IsEmpty ? KeyCarrierResult.Malformed : KeyCarrierResult.Found;

    private static KeyCarrierResult ReadBearer(ReadOnlySpan<char> value, out ReadOnlySpan<char> key)
    {
        if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Malformed(out key);
        }

        key = value[Scheme.Length..].Trim(' ');
        return key.IsEmpty || key.Contains(' ') ? Malformed(out key) : KeyCarrierResult.Found;
    }

    private static bool TryRead(IHeaderDictionary headers, string name, out ReadOnlySpan<char> key)
    {
        key = default;
        if (!headers.TryGetValue(name, out var values))
        {
            return false;
        }

        key = values.Count == 1 ? values[0].AsSpan().Trim(' ') : default;
        return true;
    }

    private static KeyCarrierResult Malformed(out ReadOnlySpan<char> key)
    {
        key = default;
        return KeyCarrierResult.Malformed;
    }
}

/// <summary>What <see cref="KeyCarrier"/> found.</summary>
internal enum KeyCarrierResult
{
    /// <summary>A key, right or wrong.</summary>
    Found,

    /// <summary>No carrier.</summary>
    Missing,

    /// <summary>A carrier that holds no key, or several.</summary>
    Malformed,
}
