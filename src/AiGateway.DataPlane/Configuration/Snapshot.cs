using System.Collections.Frozen;
using AiGateway.Keys;
using AiGateway.Limits;
using AiGateway.Upstream;

namespace AiGateway.Configuration;

/// <summary>The configuration, compiled for the path of a request: nothing in it is parsed or looked up twice. Immutable; swapped whole.</summary>
public sealed class Snapshot
{
    /// <summary>The name of the one model of the environment's configuration: every name, passed on unchanged.</summary>
    public const string AnyModel = "*";

    /// <summary>What was configured.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>The gateway keys by their hash.</summary>
    public required FrozenDictionary<KeyHash, GatewayKey> Keys { get; init; }

    /// <summary>Requests a minute by address; null where they are limited by key, or not at all.</summary>
    public required AddressWindows? Addresses { get; init; }

    /// <summary>Where requests go.</summary>
    public required Provider Provider { get; init; }

    /// <summary>What belongs to the provider's account may be used: there is one key, or the operator says so.</summary>
    public bool SharesAccountObjects => Keys.Count == 1 || Settings.SharedAccountObjects;
}
