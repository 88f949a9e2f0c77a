using System.Collections.Concurrent;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;
using AiGateway.Limits;
using AiGateway.Routing;

namespace AiGateway.Upstream;

/// <summary>Where requests are sent: a provider as the operator configured it, with its connections.</summary>
public sealed class Provider
{
    // More models than any catalogue has; beyond it a refusal is met again and again, which costs time but breaks nothing.
    private const int MostRemembered = 1024;

    // Connect timeouts that differ between the models of one provider. Whoever has more of them shares the last pool.
    private const int MostPools = 16;

    private readonly ConcurrentDictionary<string, bool> _refuseUsage = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _uncounted = new(StringComparer.Ordinal);
    private readonly ProviderSurface[] _surfaces;
    private readonly ProviderCertificates _certificates;
    private readonly string _credentials;
    private readonly bool _neverAsksForUsage;
    private readonly Lock _gate = new();
    private readonly UpstreamConnections? _given;
    private Pool[] _pools = [];

    /// <summary>Describes a provider; nothing is opened before it is needed.</summary>
    /// <param name="settings">What was configured.</param>
    /// <param name="time">The clock of its tokens; null, the default: the system's.</param>
    /// <exception cref="InvalidDataException">Its certificates or credentials, which were checked, can no longer be read.</exception>
    public Provider(ProviderSettings settings, TimeProvider? time = null)
        : this(settings, connections: null, time)
    {
    }

    /// <summary>A provider with connections of somebody else's making, or its own where there are none.</summary>
    internal Provider(ProviderSettings settings, UpstreamConnections? connections, TimeProvider? time = null)
    {
        Settings = settings;
        var surfaces = settings.Preset.SurfacesIn(settings.Dialects);
        _surfaces = [.. surfaces.Select(surface => new ProviderSurface(settings, surface, surfaces)).Where(surface => surface.IsKnown)];
        _neverAsksForUsage = settings.Preset.Usage != UsageInStreams.WhenAsked;
        _given = connections;
        var certificates = ProviderCertificates.Load(settings.Tls);
        _certificates = certificates.IsGood ? certificates.Value : throw new InvalidDataException($"tls of provider {settings.Name}: {certificates.Problem}");
        (Tokens, _credentials) = CredentialsFile.Open(settings, connections, time ?? TimeProvider.System);
        Keys = new KeyPool(settings.Keys);
        Places = settings.MaxConcurrent is { } most ? new ConcurrencyLimit(most) : null;
    }

    /// <summary>What was configured.</summary>
    public ProviderSettings Settings { get; }

    /// <summary>The operator's name for it.</summary>
    public string Name => Settings.Name;

    /// <summary>Its keys, and which of them may be used now.</summary>
    public KeyPool Keys { get; }

    /// <summary>The tokens that it is given in place of a key; null where it is given a key, or nothing.</summary>
    internal AccessTokens? Tokens { get; }

    /// <summary>Requests to it at once; null where there is no limit.</summary>
    internal ConcurrencyLimit? Places { get; }

    /// <summary>The connections to it that wait so long for a connection. Each such time has a pool of its own, which <c>connections</c> bounds by itself.</summary>
    internal UpstreamConnections ConnectionsFor(TimeSpan connect)
    {
        foreach (var pool in Volatile.Read(ref _pools))
        {
            if (pool.Connect == connect)
            {
                return pool.Connections;
            }
        }

        return _given ?? AddPool(connect);
    }

    /// <summary>The files of its certificates still hold what they held when it was made, or hold nothing that can be used: then the old ones serve on.</summary>
    internal bool HasCurrentCertificates() => ProviderCertificates.Load(Settings.Tls) is not { IsGood: true } now || now.Value.IsSameAs(_certificates);

    /// <summary>The file of its credentials still holds what it held when it was made, or holds nothing that can be used: then the old ones serve on.</summary>
    internal bool HasCurrentCredentials() => CredentialsFile.HoldsStill(Settings, _credentials);

    /// <summary>A model is not to be asked for a stream's usage: this kind of provider does not know the question, or the model was seen to refuse it.</summary>
    internal bool RefusesUsage(string model) => _neverAsksForUsage || (!_refuseUsage.IsEmpty && _refuseUsage.ContainsKey(model));

    /// <summary>Remembers that a model refuses <c>stream_options</c>.</summary>
    internal void RememberRefusal(string model)
    {
        if (_refuseUsage.Count < MostRemembered)
        {
            _refuseUsage.TryAdd(model, true);
        }
    }

    /// <summary>Remembers that there is no path on which the tokens of a model's input are counted.</summary>
    internal void RememberUncounted(string model)
    {
        if (_uncounted.Count < MostRemembered)
        {
            _uncounted.TryAdd(model, true);
        }
    }

    /// <summary>Finds how it is asked for an operation: in the caller's dialect where it speaks that, else in the first that has an operation for the same.</summary>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="model">What it calls the model; empty where there is none.</param>
    /// <param name="streams">The answer is to be a stream.</param>
    /// <param name="approach">How.</param>
    /// <returns>False where it has nothing of the kind.</returns>
    internal bool TryApproach(Operation operation, string model, bool streams, out Approach approach)
    {
        if (operation.Task == OperationTask.CountTokens && !_uncounted.IsEmpty && _uncounted.ContainsKey(model))
        {
            approach = default;
            return false;
        }

        foreach (var surface in _surfaces)
        {
            if (surface.Dialect == operation.Dialect && surface.Has(model) && surface.Serves(operation))
            {
                approach = new Approach(surface, operation, Translates: false);
                return true;
            }
        }

        if (operation.Task != OperationTask.Other)
        {
            foreach (var surface in _surfaces)
            {
                if (surface.Has(model) && surface.Find(operation.Task, streams) is { } other && Translator.Knows(operation, other))
                {
                    approach = new Approach(surface, other, Translates: true);
                    return true;
                }
            }
        }

        approach = default;
        return false;
    }

    private UpstreamConnections AddPool(TimeSpan connect)
    {
        lock (_gate)
        {
            foreach (var pool in _pools)
            {
                if (pool.Connect == connect)
                {
                    return pool.Connections;
                }
            }

            if (_pools.Length == MostPools)
            {
                return _pools[^1].Connections;
            }

            var added = new Pool(connect, new UpstreamConnections(Settings, _certificates, connect));
            Volatile.Write(ref _pools, [.. _pools, added]);
            return added.Connections;
        }
    }

    private sealed record Pool(TimeSpan Connect, UpstreamConnections Connections);
}
