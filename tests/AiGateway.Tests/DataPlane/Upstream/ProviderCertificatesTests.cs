using AiGateway.Configuration;
using AiGateway.Tests.DataPlane.Configuration;
using AiGateway.Upstream;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class ProviderCertificatesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestCertificate _certificate = TestCertificate.New("a");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_files_the_system_judges_and_nothing_is_shown()
    {
        var options = ProviderCertificates.Load(new ProviderTlsSettings()).Value!.NewOptions();

        Assert.Null(options.CertificateChainPolicy);
        Assert.Null(options.ClientCertificateContext);
    }

    [Fact]
    public void With_files_they_are_used()
    {
        var (cert, key) = (_directory.Write("c.pem", _certificate.Pem), _directory.Write("k.pem", _certificate.KeyPem));
        var options = ProviderCertificates.Load(new ProviderTlsSettings(cert, cert, key)).Value!.NewOptions();

        Assert.Equal(_certificate.Certificate.Thumbprint, Assert.Single(options.CertificateChainPolicy!.CustomTrustStore).Thumbprint);
        Assert.Equal(_certificate.Certificate.Thumbprint, options.ClientCertificateContext!.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void What_is_wrong_is_told_without_the_contents()
    {
        var (cert, key) = (_directory.Write("c.pem", _certificate.Pem), _directory.Write("k.pem", _certificate.KeyPem));
        var other = _directory.Write("o.pem", TestCertificate.New("b").KeyPem);
        var (text, empty) = (_directory.Write("t.pem", "no PEM"), _directory.Write("e.pem", ""));

        Assert.Equal("ca does not exist", Problem(new(Path.Combine(_directory.Path, "none"))));
        Assert.Equal("key does not exist", Problem(new(null, cert, Path.Combine(_directory.Path, "none"))));
        Assert.Equal("ca has no PEM certificate in it", Problem(new(text)));
        Assert.Equal("ca is empty", Problem(new(empty)));
        Assert.Contains("do not belong together", Problem(new(null, cert, other)));
        Assert.Contains("no PEM that can be used", Problem(new(null, text, key)));
        Assert.Contains("belong together", Problem(new(null, cert)));
        Assert.Contains("no PEM that can be used", Problem(new(_directory.Write("broken.pem", _certificate.Pem.Replace("MII", "!!!", StringComparison.Ordinal)))) + Problem(new(null, key, key)));
    }

    [Fact]
    public void A_provider_is_made_anew_when_its_files_say_something_else_and_serves_on_when_they_say_nothing()
    {
        var ca = _directory.Write("ca.pem", _certificate.Pem);
        var provider = new Provider(EnvironmentProvider.Of(new Uri("https://127.0.0.1/v1"), "k", new Version(1, 1)) with { Tls = new(ca) });
        Assert.True(provider.HasCurrentCertificates());

        _directory.Write("ca.pem", "half a fi");
        Assert.True(provider.HasCurrentCertificates());

        _directory.Write("ca.pem", TestCertificate.New("b").Pem);
        Assert.False(provider.HasCurrentCertificates());
    }

    private static string Problem(ProviderTlsSettings settings) => ProviderCertificates.Load(settings).Problem!;
}
