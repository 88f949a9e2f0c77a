using System.Net;
using AiGateway.Configuration;
using AiGateway.Demo;

namespace AiGateway.Hosting;

/// <summary>The simulated provider that settings ask for by the type <c>simulated</c>: started when the first does, on a port of loopback that the system chooses.</summary>
internal sealed class SimulatedUpstream(TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private SimulatedProvider? _provider;

    /// <summary>The settings, with the address of the simulated provider wherever one is asked for.</summary>
    /// <exception cref="IOException">There is no loopback to listen on.</exception>
    public async ValueTask<GatewaySettings> PrepareAsync(GatewaySettings settings)
    {
        if (!settings.Providers.Any(IsAsked))
        {
            return settings;
        }

        _provider ??= await SimulatedProvider.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), time, loggers);
        return settings with { Providers = [.. settings.Providers.Select(provider => IsAsked(provider) ? provider with { BaseUrl = _provider.BaseAddress } : provider)] };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _provider?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool IsAsked(ProviderSettings provider) => provider.BaseUrl == ProviderSettings.SimulatedUrl;
}
