using System.Collections.Frozen;
using System.Net.Http.Headers;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>
/// The headers of requests to one provider: the operator's own, those of the caller that are on an allow-list, so that nothing new can pick an
/// account, a safety level or a host, and the key. Immutable.
/// </summary>
internal sealed class RequestHeaders
{
    private const string DashScope = "X-DashScope-";
    private const string PayingProject = "x-goog-user-project";

    private static readonly FrozenSet<string> s_passed = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "Accept", "User-Agent", "Idempotency-Key", "OpenAI-Beta", "anthropic-version", "anthropic-beta", "traceparent", "tracestate");

    // They choose the account that pays, and how closely its content is inspected.
    private static readonly FrozenSet<string> s_operatorsOnly = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "X-DashScope-WorkSpace", "X-DashScope-DataInspection");

    // Of the hop, or of the body, which the gateway frames; or what picks whom the request reaches.
    private static readonly FrozenSet<string> s_gatewaysOwn = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "Host", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Accept-Encoding",
        "Content-Length", "Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Content-MD5", "Content-Range", "Content-Disposition",
        "Allow", "Expires", "Last-Modified");

    // The caller's credentials are for the gateway, whoever asks to have them forwarded.
    private static readonly FrozenSet<string> s_neverForwarded = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "Cookie", "Cookie2", "Authorization", "x-api-key", "x-goog-api-key", "api-key", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto");

    private readonly HeaderSettings[] _own;
    private readonly HeaderSettings? _version;
    private readonly FrozenSet<string> _foreign;
    private readonly FrozenSet<string> _ownNames;
    private readonly FrozenSet<string> _forwarded;
    private readonly string _keyHeader;
    private readonly string _keyPrefix;
    private readonly bool _sendsKey;
    private readonly (string Key, string Value)[] _credentials;

    /// <summary>Prepares the headers of a provider. Names that must not be set or forwarded are left out, whatever the settings say.</summary>
    /// <param name="settings">The provider.</param>
    /// <param name="surface">The surface that they are sent to.</param>
    public RequestHeaders(ProviderSettings settings, Surface surface)
    {
        _own = [.. settings.Headers.Where(header => MaySet(header.Name))];
        _version = surface.Version is { InQuery: false } version ? new HeaderSettings(version.Name, settings.ApiVersion ?? version.Value) : null;
        _foreign = ForeignTo(surface.Dialect);
        _ownNames = _own.Select(header => header.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _forwarded = settings.ForwardHeaders.Where(MayForward).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        (_keyHeader, _keyPrefix) = CarrierOf(surface.Auth ?? settings.Preset.Auth);
        _sendsKey = !_ownNames.Contains(_keyHeader);
        _credentials = [.. settings.Keys.Select(key => (key.Key, _keyPrefix + key.Key))];
    }

    /// <summary>An operator may set the header for a provider.</summary>
    public static bool MaySet(string name) => !s_gatewaysOwn.Contains(name);

    /// <summary>An operator may have the caller's header forwarded to a provider.</summary>
    public static bool MayForward(string name) =>
        !s_gatewaysOwn.Contains(name) && !s_neverForwarded.Contains(name) && !name.StartsWith("x-gateway-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Copies what may pass, and adds the operator's own and what the surface must have. The content type is the content's.</summary>
    /// <param name="from">The caller's.</param>
    /// <param name="to">The request's.</param>
    /// <param name="translates">The request was put in other words than the caller's, so that what belongs to his stays behind.</param>
    public void Copy(IHeaderDictionary from, HttpRequestHeaders to, bool translates = false)
    {
        foreach (var (name, values) in from)
        {
            var passes = _forwarded.Contains(name) || (Passes(name) && !(translates && _foreign.Contains(name)));
            if (!passes || _ownNames.Contains(name))
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

        foreach (var header in _own)
        {
            to.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (_version is { } version && !to.NonValidated.Contains(version.Name))
        {
            to.TryAddWithoutValidation(version.Name, version.Value);
        }
    }

    /// <summary>Adds the key, in the header that the provider reads it from; an operator's own header of that name stays instead.</summary>
    /// <param name="key">One of the provider's keys, or null where it has none.</param>
    /// <param name="to">The request's headers.</param>
    public void Authorize(string? key, HttpRequestHeaders to)
    {
        if (key is not null && _sendsKey)
        {
            to.TryAddWithoutValidation(_keyHeader, ValueOf(key));
        }
    }

    /// <summary>Adds a token, unless the operator's own headers have a credential in its place.</summary>
    /// <param name="authorization">What goes into <c>Authorization</c>.</param>
    /// <param name="payingProject">What goes into <c>x-goog-user-project</c>, unless the operator's own headers have another; null for nothing.</param>
    /// <param name="to">The request's headers.</param>
    public void AuthorizeBy(string authorization, string? payingProject, HttpRequestHeaders to)
    {
        if (payingProject is not null && !_ownNames.Contains(PayingProject))
        {
            to.TryAddWithoutValidation(PayingProject, payingProject);
        }

        if (!_ownNames.Contains("Authorization"))
        {
            to.TryAddWithoutValidation("Authorization", authorization);
        }
    }

    /// <summary>The header of a caller goes up to every provider.</summary>
    internal static bool Passes(string name) =>
        s_passed.Contains(name) || (name.StartsWith(DashScope, StringComparison.OrdinalIgnoreCase) && !s_operatorsOnly.Contains(name));

    // What belongs to others, and not to it as well.
    private static FrozenSet<string> ForeignTo(Dialect dialect) => DialectCatalogue.All.SelectMany(other => other.OwnHeaders)
        .Except(dialect.OwnHeaders, StringComparer.OrdinalIgnoreCase).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static (string Header, string Prefix) CarrierOf(AuthScheme scheme) => scheme switch
    {
        AuthScheme.ApiKey => ("api-key", ""),
        AuthScheme.XApiKey => ("x-api-key", ""),
        AuthScheme.XGoogApiKey => ("x-goog-api-key", ""),
        _ => ("Authorization", "Bearer "),
    };

    private string ValueOf(string key)
    {
        foreach (var (known, value) in _credentials)
        {
            if (ReferenceEquals(known, key))
            {
                return value;
            }
        }

        return _keyPrefix + key;
    }
}
