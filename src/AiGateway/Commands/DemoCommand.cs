using System.Net;
using System.Security.Cryptography;
using AiGateway.Configuration;
using AiGateway.Demo;
using AiGateway.Hosting;

namespace AiGateway.Commands;

/// <summary><c>aigateway demo</c>: the gateway and a simulated provider, on loopback unless <c>HOST</c> says otherwise. Needs no account, no network, no configuration.</summary>
internal static class DemoCommand
{
    private const int UsualPort = 8080;

    /// <summary>Runs the command.</summary>
    public static async Task<int> RunAsync()
    {
        var told = Environment.GetEnvironmentVariable("PORT")?.Trim();
        var port = told is { Length: > 0 } ? Choice.Number(0, IPEndPoint.MaxPort)(told) : Parsed.Good(UsualPort);
        if (!port.IsGood)
        {
            await Console.Error.WriteLineAsync($"aigateway: PORT: {port.Problem}. Allowed: 0 to 65535");
            return ExitCode.Configuration;
        }

        // Loopback cannot be reached from outside a container. The provider, which checks no key, stays there all the same.
        var address = IPAddress.Loopback;
        if (Environment.GetEnvironmentVariable("HOST") is { Length: > 0 } host && !IpAddressText.TryParse(host, out address))
        {
            await Console.Error.WriteLineAsync($"aigateway: HOST: is not an IP address. Allowed: {KnownVariables.Host.Allowed}");
            return ExitCode.Configuration;
        }

        await using var provider = await SimulatedProvider.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
        try
        {
            return await ServeAsync(provider, new IPEndPoint(address, port.Value));
        }
        catch (IOException) when (told is not { Length: > 0 })
        {
            // Somebody else has the usual port, and nobody asked for it.
            return await ServeAsync(provider, new IPEndPoint(address, port: 0));
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"aigateway: cannot listen: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> ServeAsync(SimulatedProvider provider, IPEndPoint endPoint)
    {
        var key = "sk-demo-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var settings = new GatewaySettings
        {
            Port = endPoint.Port,
            BindAddress = endPoint.Address,
            IsEnvironmentAlone = true,
            Providers = [EnvironmentProvider.Of(provider.BaseAddress, "sk-simulated", HttpVersion.Version11)],
            Models = EnvironmentProvider.Models,
            Keys = EnvironmentProvider.KeysOf([key]),
            RequestsPerMinute = 0,
            LogFormat = LogFormat.Text,
        };
        await using var host = GatewayHost.Build(settings, TimeProvider.System);
        await host.StartAsync();
        Console.WriteLine(Welcome(host.Address, key));
        var read = new SettingsResult { Settings = settings, Problems = [], Warnings = [] };
        await host.RunAsync(() => read, read);
        return ExitCode.Success;
    }

    private static string Welcome(string address, string key) => $$"""

        AI Gateway demo: everything is simulated, on this machine.

          URL    {{address}}/v1
          Key    {{key}}

        Try it:

        curl -N {{address}}/v1/chat/completions -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" -d '{"model":"sim-chat","stream":true,"messages":[{"role":"user","content":"Hello!"}]}'

        GET /v1/models lists the models, those that fail on purpose among them. Ctrl+C ends the demo.

        """;
}
