using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Tests.DataPlane.Upstream;

/// <summary>A certificate that signs itself, good for the loopback address as server and as client.</summary>
internal sealed class TestCertificate
{
    private TestCertificate(X509Certificate2 certificate, string keyPem) => (Certificate, KeyPem) = (certificate, keyPem);

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate in PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem();

    /// <summary>Its private key in PEM.</summary>
    public string KeyPem { get; }

    /// <summary>Makes one.</summary>
    public static TestCertificate New(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return new TestCertificate(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)), key.ExportPkcs8PrivateKeyPem());
    }
}
