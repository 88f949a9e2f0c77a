using System.Collections.Frozen;
using AiGateway.Keys;
using AiGateway.Limits;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Upstream;

namespace AiGateway.Configuration;

/// <summary>The configuration, compiled for the path of a request: nothing in it is parsed or looked up twice. Immutable; swapped whole.</summary>
public sealed class Snapshot
{
    /// <summary>What was configured.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>The gateway keys by their hash.</summary>
    public required FrozenDictionary<KeyHash, GatewayKey> Keys { get; init; }

    /// <summary>Requests a minute by address; null where they are limited by key, or not at all.</summary>
    public required AddressWindows? Addresses { get; init; }

    /// <summary>The providers by their name.</summary>
    public required FrozenDictionary<string, Provider> Providers { get; init; }

    /// <summary>The models that may be asked for, and where their requests go.</summary>
    public required ModelTable Models { get; init; }

    /// <summary>The models as they are listed, wildcards spelt out as far as they are known; null where the only provider tells its own.</summary>
    public ModelList? ModelList { get; init; }

    /// <summary>What models thought ahead of their calls, where the callers' dialects cannot carry it.</summary>
    public required ReasoningMemory Reasoning { get; init; }

    /// <summary>What belongs to the provider's account may be used: there is one key, or the operator says so.</summary>
    public bool SharesAccountObjects => Keys.Count == 1 || Settings.SharedAccountObjects;
}
