using System.Net;
using System.Net.Sockets;
using AiGateway.Configuration;

namespace AiGateway.Commands;

/// <summary>Where the instance that the environment and .env describe is to be asked for its health.</summary>
internal static class InstanceAddress
{
    // Whoever asks may have no keys in his environment; they do not matter here.
    private const string AnyKey = "not-needed";

    /// <summary>The address on this machine.</summary>
    public static string OfThisMachine()
    {
        var environment = ProcessEnvironment.Read();
        environment[KnownVariables.TargetApiKey.Name] = AnyKey;
        environment[KnownVariables.GatewayApiKeys.Name] = AnyKey;
        environment.Remove(KnownVariables.TargetApiKey.FileName);
        environment.Remove(KnownVariables.GatewayApiKeys.FileName);
        var read = SettingsReader.Read(environment);
        return Of(read.Settings ?? new GatewaySettings
        {
            Providers = [],
            Models = [],
            Keys = [],
        });
    }

    /// <summary>The address of an instance with these settings.</summary>
    internal static string Of(GatewaySettings settings)
    {
        var host = settings.BindAddress switch
        {
            null => IPAddress.Loopback,
            var any when any.Equals(IPAddress.Any) => IPAddress.Loopback,
            var any when any.Equals(IPAddress.IPv6Any) => IPAddress.Loopback,
            var one => one,
        };
        var scheme = settings.TlsCertFile is null ? "http" : "https";
        var name = host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host.ToString();

        // The metrics are there even where the health paths are switched off.
        return $"{scheme}://{name}:{settings.Port}{(settings.HealthCheckEnabled ? "/health" : "/metrics")}";
    }
}
