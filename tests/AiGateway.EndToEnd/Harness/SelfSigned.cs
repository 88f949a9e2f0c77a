using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.EndToEnd.Harness;

/// <summary>A certificate that nobody but its test trusts, and its key, both in PEM.</summary>
public sealed record SelfSigned(string Certificate, string Key, string Thumbprint)
{
    public static SelfSigned Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return new SelfSigned(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), certificate.Thumbprint);
    }
}
