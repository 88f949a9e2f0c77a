using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AiGateway.Configuration;

namespace AiGateway.Upstream;

/// <summary>Whom a provider's certificate is judged by, and the certificate that the gateway shows it, read from their files. Immutable.</summary>
internal sealed class ProviderCertificates
{
    private const int LongestFile = 1 << 20;

    // "TLS Web Server Authentication".
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _authorities;
    private readonly SslStreamCertificateContext? _own;
    private readonly string _stamp;

    private ProviderCertificates(X509Certificate2Collection? authorities, SslStreamCertificateContext? own, string stamp) =>
        (_authorities, _own, _stamp) = (authorities, own, stamp);

    /// <summary>The system's authorities, and no certificate of ours.</summary>
    public static ProviderCertificates None { get; } = new(null, null, "");

    /// <summary>Reads the files that the settings name.</summary>
    /// <returns>The certificates; or which of <c>ca</c>, <c>cert</c> and <c>key</c> cannot be used, and why.</returns>
    public static Parsed<ProviderCertificates> Load(ProviderTlsSettings settings)
    {
        var ca = ReadFile(settings.CaFile);
        var cert = ReadFile(settings.CertFile);
        var key = ReadFile(settings.KeyFile);
        if (!ca.IsGood || !cert.IsGood || !key.IsGood)
        {
            return Parsed.Bad<ProviderCertificates>(!ca.IsGood ? $"ca {ca.Problem}" : !cert.IsGood ? $"cert {cert.Problem}" : $"key {key.Problem}");
        }

        if (cert.Value.Length > 0 != key.Value.Length > 0)
        {
            return Parsed.Bad<ProviderCertificates>("cert and key belong together: one of them is missing");
        }

        return Compile(ca.Value, cert.Value, key.Value);
    }

    /// <summary>Both were read from files of the same contents.</summary>
    public bool IsSameAs(ProviderCertificates other) => _stamp == other._stamp;

    /// <summary>What a handshake with the provider uses.</summary>
    public SslClientAuthenticationOptions NewOptions()
    {
        var options = new SslClientAuthenticationOptions { ClientCertificateContext = _own };
        if (_authorities is not null)
        {
            // As without a policy of ours, revocation is not asked about: it would make every first call wait for a third party.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(_authorities);
            policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static Parsed<string> ReadFile(string? path)
    {
        var read = path is null ? Parsed.Good("") : BoundedFile.Read(path, LongestFile);
        return path is not null && read is { IsGood: true, Value.Length: 0 } ? Parsed.Bad<string>("is empty") : read;
    }

    private static Parsed<ProviderCertificates> Compile(string ca, string cert, string key)
    {
        try
        {
            var authorities = ca.Length > 0 ? CertificatesOf(ca) : null;
            if (authorities is { Count: 0 })
            {
                return Parsed.Bad<ProviderCertificates>("ca has no PEM certificate in it");
            }

            var own = cert.Length > 0 ? SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(cert, key), CertificatesOf(cert), offline: true) : null;
            return Parsed.Good(new ProviderCertificates(authorities, own, StampOf(ca, cert, key)));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return Parsed.Bad<ProviderCertificates>(cert.Length > 0 ? "ca, cert or key is no PEM that can be used, or cert and key do not belong together" : "ca is no PEM that can be used");
        }
    }

    private static X509Certificate2Collection CertificatesOf(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }

    private static string StampOf(params string[] texts) =>
        string.Concat(texts) is { Length: > 0 } ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts)))) : "";
}
