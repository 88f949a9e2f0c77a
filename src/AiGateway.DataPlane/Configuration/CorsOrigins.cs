using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace AiGateway.Configuration;

/// <summary>Which web pages may call the gateway from a browser. Immutable.</summary>
public sealed class CorsOrigins
{
    private static readonly SearchValues<char> s_notInAuthority = SearchValues.Create("/?#@\\ *");

    private readonly FrozenSet<string> _origins;

    private CorsOrigins(bool any, FrozenSet<string> origins)
    {
        Any = any;
        _origins = origins;
    }

    /// <summary>Pages of every origin (<c>*</c>).</summary>
    public static CorsOrigins Everyone { get; } = new(true, FrozenSet<string>.Empty);

    /// <summary>No page: CORS is off, and no CORS header is sent (<c>none</c>).</summary>
    public static CorsOrigins None { get; } = new(false, FrozenSet<string>.Empty);

    /// <summary>Every origin is allowed. Never together with credentials.</summary>
    public bool Any { get; }

    /// <summary>Any origin at all is allowed.</summary>
    public bool Enabled => Any || _origins.Count > 0;

    /// <summary>The allowed origins as browsers write them (lower case, no default port); empty where all or none are.</summary>
    public IReadOnlyCollection<string> Origins => _origins;

    /// <summary>Reads <c>*</c>, <c>none</c>, or origins (<c>scheme://host[:port]</c>) separated by commas; blanks and empty entries are ignored.</summary>
    /// <param name="text">The list.</param>
    public static Parsed<CorsOrigins> Parse(string text)
    {
        var entries = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries is ["*"])
        {
            return Parsed.Good(Everyone);
        }

        if (entries is ["none"])
        {
            return Parsed.Good(None);
        }

        var origins = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var origin = ParseOrigin(entry);
            if (!origin.IsGood)
            {
                return Parsed.Bad<CorsOrigins>($"has an entry ({Shown.Text(entry)}) that {origin.Problem}");
            }

            origins.Add(origin.Value);
        }

        return origins.Count == 0
            ? Parsed.Bad<CorsOrigins>("names no origin")
            : Parsed.Good(new CorsOrigins(false, origins.ToFrozenSet(StringComparer.Ordinal)));
    }

    /// <summary>Whether a page of an origin may call.</summary>
    /// <param name="origin">The request's <c>Origin</c> header, as the browser wrote it.</param>
    public bool Allows(string origin) => Any || _origins.Contains(origin);

    private static Parsed<string> ParseOrigin(string entry)
    {
        if (entry is "*" or "none")
        {
            return Parsed.Bad<string>("can only stand alone");
        }

        if (!entry.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(entry, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return Parsed.Bad<string>("is not scheme://host[:port]");
        }

        if (entry.AsSpan(entry.IndexOf("://", StringComparison.Ordinal) + 3).ContainsAny(s_notInAuthority))
        {
            return Parsed.Bad<string>("has more than scheme://host[:port]");
        }

        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var port = uri.IsDefaultPort || uri.Port < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        return Parsed.Good($"{uri.Scheme}://{host}{port}".ToLowerInvariant());
    }
}
