using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

/// <summary>Settings as the environment alone makes them, and what tests ask of such settings.</summary>
internal static class EnvironmentSettings
{
    public static Uri DashScope { get; } = new("https://dashscope.aliyuncs.com/compatible-mode/v1");

    public static GatewaySettings Of(params string[] keys) => new()
    {
        IsEnvironmentAlone = true,
        Providers = [EnvironmentProvider.Of(DashScope, "sk-provider", new Version(1, 1))],
        Models = EnvironmentProvider.Models,
        Keys = EnvironmentProvider.KeysOf(keys),
    };

    extension(GatewaySettings settings)
    {
        public ProviderSettings Target => settings.Providers[0];

        public string TargetApiKey => settings.Target.Keys[0].Key;

        public GatewaySettings WithKeys(params string[] keys) => settings with { Keys = EnvironmentProvider.KeysOf(keys) };

        public GatewaySettings WithTarget(Func<ProviderSettings, ProviderSettings> change) => settings with { Providers = [change(settings.Target)] };

        public void AssertKeysAre(params string[] keys) => Assert.Equal(EnvironmentProvider.KeysOf(keys), settings.Keys);
    }
}
