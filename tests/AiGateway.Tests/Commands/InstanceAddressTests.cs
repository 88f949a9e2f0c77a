using System.Net;
using AiGateway.Commands;
using AiGateway.Configuration;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Commands;

public sealed class InstanceAddressTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:8080/health")]
    [InlineData("0.0.0.0", "http://127.0.0.1:8080/health")]
    [InlineData("::", "http://127.0.0.1:8080/health")]
    [InlineData("::1", "http://[::1]:8080/health")]
    [InlineData("10.1.2.3", "http://10.1.2.3:8080/health")]
    public void An_instance_is_asked_where_it_listens(string? bind, string expected) =>
        Assert.Equal(expected, InstanceAddress.Of(Settings() with { BindAddress = bind is null ? null : IPAddress.Parse(bind) }));

    [Fact]
    public void An_instance_with_a_certificate_is_asked_over_HTTPS() =>
        Assert.Equal("https://127.0.0.1:8443/health", InstanceAddress.Of(Settings() with { Port = 8443, TlsCertFile = "a", TlsKeyFile = "b" }));

    [Fact]
    public void An_instance_without_health_paths_is_asked_for_its_metrics() =>
        Assert.Equal("http://127.0.0.1:8080/metrics", InstanceAddress.Of(Settings() with { HealthCheckEnabled = false }));

    private static GatewaySettings Settings() => EnvironmentSettings.Of("b");
}
