using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers;
using AiGateway.Limits;
using AiGateway.Routing;

namespace AiGateway.Upstream;

/// <summary>Where requests are sent: a provider as the operator configured it, with its connections.</summary>
public sealed class Provider
{
    // More models than any catalogue has; beyond it a refusal is met again and again, which costs time but breaks nothing.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<string, bool> _refuseUsage = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _base;

    /// <summary>Describes a provider; nothing is opened before it is needed.</summary>
    public Provider(ProviderSettings settings)
        : this(settings, new UpstreamConnections(settings.HttpVersion))
    {
    }

    /// <summary>A provider with connections of somebody else's making.</summary>
    internal Provider(ProviderSettings settings, UpstreamConnections connections)
    {
        Settings = settings;
        _base = settings.BaseUrl.AbsoluteUri.TrimEnd('/');
        Connections = connections;
        Keys = new KeyPool(settings.Keys);
        Places = settings.MaxConcurrent is { } most ? new ConcurrencyLimit(most) : null;
    }

    /// <summary>What was configured.</summary>
    public ProviderSettings Settings { get; }

    /// <summary>The operator's name for it.</summary>
    public string Name => Settings.Name;

    /// <summary>Its keys, and which of them may be used now.</summary>
    public KeyPool Keys { get; }

    /// <summary>Requests to it at once; null where there is no limit.</summary>
    internal ConcurrencyLimit? Places { get; }

    /// <summary>The connections to it.</summary>
    internal UpstreamConnections Connections { get; }

    /// <summary>Gives a request the provider's credential.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">One of the provider's keys; null where it needs none.</param>
    internal void Authorize(HttpRequestMessage request, string? key)
    {
        if (key is null)
        {
            return;
        }

        var (name, value) = Settings.Preset.Auth switch
        {
            AuthScheme.ApiKey => ("api-key", key),
            AuthScheme.XApiKey => ("x-api-key", key),
            AuthScheme.XGoogApiKey => ("x-goog-api-key", key),
            _ => ("Authorization", "Bearer " + key),
        };
        request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>A model was seen to refuse <c>stream_options</c>.</summary>
    internal bool RefusesUsage(string model) => !_refuseUsage.IsEmpty && _refuseUsage.ContainsKey(model);

    /// <summary>Remembers that a model refuses <c>stream_options</c>.</summary>
    internal void RememberRefusal(string model)
    {
        if (_refuseUsage.Count < MostRemembered)
        {
            _refuseUsage.TryAdd(model, true);
        }
    }

    /// <summary>The address of an operation.</summary>
    /// <param name="path">The operation's path behind the version, as the caller sent it.</param>
    /// <param name="query">The caller's query with its question mark, or empty.</param>
    /// <param name="isFixed">The path is one of the few without an id in it, so that its address is worth keeping.</param>
    internal Uri Address(string path, string query, bool isFixed)
    {
        if (!isFixed || query.Length > 0)
        {
            return Build(path + query);
        }

        return _addresses.TryGetValue(path, out var known) ? known : _addresses.GetOrAdd(path, Build(path));
    }

    // As it was sent: not even %7E is turned into ~.
    private Uri Build(string pathAndQuery) => new(_base + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
