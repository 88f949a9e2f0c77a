using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Hosting;
using AiGateway.Tests.DataPlane.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.Hosting;

public sealed class TlsCertificateTests : IDisposable
{
    private static readonly DateTime s_epoch = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(5);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();

    private string CertificateFile => Path.Combine(_directory.Path, "tls.crt");

    private string KeyFile => Path.Combine(_directory.Path, "tls.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_pair_is_taken_once_its_files_have_changed()
    {
        Write(Pair("first"), certificateAge: 0, keyAge: 0);
        var certificate = TlsCertificate.Open(CertificateFile, KeyFile, _time);
        Assert.Equal("CN=first", SubjectOf(certificate));

        Write(Pair("second"), certificateAge: 1, keyAge: 1);
        Assert.Equal("CN=first", SubjectOf(certificate));

        _time.Advance(s_lookAgain);
        Assert.Equal("CN=second", SubjectOf(certificate));
    }

    [Fact]
    public void Files_that_have_not_changed_are_not_read_again()
    {
        Write(Pair("first"), certificateAge: 0, keyAge: 0);
        var certificate = TlsCertificate.Open(CertificateFile, KeyFile, _time);
        var options = certificate.Options;

        _time.Advance(s_lookAgain);

        Assert.Same(options, certificate.Options);
    }

    [Fact]
    public void A_pair_of_which_only_half_is_new_keeps_the_old_one_until_it_is_whole()
    {
        var (first, second) = (Pair("first"), Pair("second"));
        Write(first, certificateAge: 0, keyAge: 0);
        var certificate = TlsCertificate.Open(CertificateFile, KeyFile, _time);

        Write((second.Certificate, first.Key), certificateAge: 1, keyAge: 0);
        _time.Advance(s_lookAgain);
        Assert.Equal("CN=first", SubjectOf(certificate));

        Write(second, certificateAge: 1, keyAge: 2);
        _time.Advance(s_lookAgain);
        Assert.Equal("CN=second", SubjectOf(certificate));
    }

    [Fact]
    public void A_new_certificate_for_the_old_key_may_be_older_than_the_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(Pair("first", key), certificateAge: 0, keyAge: 10);
        var certificate = TlsCertificate.Open(CertificateFile, KeyFile, _time);

        Write(Pair("second", key), certificateAge: 5, keyAge: 10);
        _time.Advance(s_lookAgain);

        Assert.Equal("CN=second", SubjectOf(certificate));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    public void Nonsense_or_nothing_keeps_the_old_pair(string text)
    {
        Write(Pair("first"), certificateAge: 0, keyAge: 0);
        var certificate = TlsCertificate.Open(CertificateFile, KeyFile, _time);

        _directory.Write("tls.crt", text);
        _time.Advance(s_lookAgain);
        Assert.Equal("CN=first", SubjectOf(certificate));

        File.Delete(KeyFile);
        _time.Advance(s_lookAgain);
        Assert.Equal("CN=first", SubjectOf(certificate));
    }

    [Fact]
    public void What_cannot_be_used_at_the_start_is_told_by_its_variables()
    {
        Write((Pair("first").Certificate, Pair("second").Key), certificateAge: 0, keyAge: 0);

        var exception = Assert.Throws<CertificateException>(() => TlsCertificate.Open(CertificateFile, KeyFile, _time));

        Assert.StartsWith("TLS_CERT_FILE, TLS_KEY_FILE: ", exception.Message, StringComparison.Ordinal);
    }

    private static string SubjectOf(TlsCertificate certificate) => certificate.Options.ServerCertificateContext!.TargetCertificate.Subject;

    private static (string Certificate, string Key) Pair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Pair(name, key);
    }

    private static (string Certificate, string Key) Pair(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(s_epoch, s_epoch.AddYears(10));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private void Write((string Certificate, string Key) pair, int certificateAge, int keyAge)
    {
        _directory.Write("tls.crt", pair.Certificate);
        _directory.Write("tls.key", pair.Key);
        File.SetLastWriteTimeUtc(CertificateFile, s_epoch.AddMinutes(certificateAge));
        File.SetLastWriteTimeUtc(KeyFile, s_epoch.AddMinutes(keyAge));
    }
}
