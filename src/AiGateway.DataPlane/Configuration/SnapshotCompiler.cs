using System.Collections.Frozen;
using AiGateway.Keys;
using AiGateway.Limits;
using AiGateway.Upstream;

namespace AiGateway.Configuration;

/// <summary>Turns settings into a snapshot. What lives on from one to the next (windows, connections) is carried over where it still means the same.</summary>
public static class SnapshotCompiler
{
    /// <summary>The name of the provider that the environment alone configures.</summary>
    public const string DefaultProvider = "default";

    /// <summary>Compiles checked settings.</summary>
    /// <param name="settings">What was configured.</param>
    /// <param name="time">The clock of the limits.</param>
    /// <param name="previous">The snapshot that this one replaces, or null.</param>
    public static Snapshot Compile(GatewaySettings settings, TimeProvider time, Snapshot? previous = null) => new()
    {
        Settings = settings,
        Keys = CompileKeys(settings, time, previous),
        Addresses = CompileAddresses(settings, time, previous),
        Provider = CompileProvider(settings, previous),
    };

    private static FrozenDictionary<KeyHash, GatewayKey> CompileKeys(GatewaySettings settings, TimeProvider time, Snapshot? previous)
    {
        var byKey = settings.LimitBy == LimitBy.Key && settings.RequestsPerMinute > 0;
        var keys = new Dictionary<KeyHash, GatewayKey>();
        foreach (var key in settings.GatewayKeys)
        {
            if (!KeyHash.TryOf(key, out var hash))
            {
                throw new ArgumentException("A gateway key is longer than 512 characters.", nameof(settings));
            }

            keys[hash] = new GatewayKey("key-" + hash, byKey ? WindowOf(hash, settings.RequestsPerMinute, time, previous) : null);
        }

        return keys.ToFrozenDictionary();
    }

    // What was taken within the last minute counts under the new limit too.
    private static SlidingWindow WindowOf(KeyHash hash, int limit, TimeProvider time, Snapshot? previous)
    {
        if (previous?.Keys.GetValueOrDefault(hash)?.Window is not { } window)
        {
            return new SlidingWindow(limit, time);
        }

        window.Limit = limit;
        return window;
    }

    private static AddressWindows? CompileAddresses(GatewaySettings settings, TimeProvider time, Snapshot? previous)
    {
        if (settings.LimitBy != LimitBy.Address || settings.RequestsPerMinute == 0)
        {
            return null;
        }

        if (previous?.Addresses is not { } addresses)
        {
            return new AddressWindows(settings.RequestsPerMinute, time);
        }

        addresses.Limit = settings.RequestsPerMinute;
        return addresses;
    }

    private static Provider CompileProvider(GatewaySettings settings, Snapshot? previous)
    {
        if (previous?.Settings is { } old
            && (old.TargetUrl, old.TargetApiKey, old.TargetHttpVersion) == (settings.TargetUrl, settings.TargetApiKey, settings.TargetHttpVersion))
        {
            return previous.Provider;
        }

        // Requests that are under way keep the old connections until they are done; idle ones close by themselves.
        var connections = new UpstreamConnections(settings.TargetHttpVersion);
        return new Provider(DefaultProvider, settings.TargetUrl, settings.TargetApiKey, connections);
    }
}
