using System.Collections.Concurrent;

namespace AiGateway.Upstream;

/// <summary>Where requests are sent: a provider as the operator configured it, with its connections.</summary>
public sealed class Provider
{
    // More models than any catalogue has; beyond it a refusal is met again and again, which costs time but breaks nothing.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<string, bool> _refuseUsage = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _base;

    /// <summary>Describes a provider.</summary>
    /// <param name="name">The operator's name for it, which logs and headers carry.</param>
    /// <param name="baseAddress">What an operation's path is appended to; without a slash at its end.</param>
    /// <param name="apiKey">The credential that it is sent, and nobody else.</param>
    /// <param name="connections">The connections to it.</param>
    public Provider(string name, Uri baseAddress, string apiKey, UpstreamConnections connections)
    {
        Name = name;
        _base = baseAddress.AbsoluteUri.TrimEnd('/');
        Authorization = "Bearer " + apiKey;
        Connections = connections;
    }

    /// <summary>The operator's name for it.</summary>
    public string Name { get; }

    /// <summary>The value of its Authorization header.</summary>
    internal string Authorization { get; }

    /// <summary>The connections to it.</summary>
    internal UpstreamConnections Connections { get; }

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
