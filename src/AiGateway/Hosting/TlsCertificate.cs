using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Hosting;

/// <summary>The certificate that HTTPS is served with. Read again when its files change; a bad new one is not taken.</summary>
internal sealed class TlsCertificate
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(5);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private SslServerAuthenticationOptions _options;
    private (DateTime Certificate, DateTime Key) _changedAt;
    private long _lookedAt;

    private TlsCertificate(string certificateFile, string keyFile, TimeProvider time)
    {
        (_certificateFile, _keyFile, _time) = (certificateFile, keyFile, time);
        _changedAt = ChangedAt();
        _lookedAt = time.GetTimestamp();
        _options = Load();
    }

    /// <summary>What a handshake that begins now uses.</summary>
    public SslServerAuthenticationOptions Options
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_lookedAt) >= s_lookAgain)
                {
                    LookAgain();
                }

                return _options;
            }
        }
    }

    /// <summary>Reads a PEM chain and its key.</summary>
    /// <exception cref="CertificateException">They cannot be read or do not belong together.</exception>
    public static TlsCertificate Open(string certificateFile, string keyFile, TimeProvider time) => new(certificateFile, keyFile, time);

    private void LookAgain()
    {
        _lookedAt = _time.GetTimestamp();
        try
        {
            var changedAt = ChangedAt();
            if (changedAt != _changedAt)
            {
                _options = Load();
                _changedAt = changedAt;
            }
        }
        catch (CertificateException)
        {
            // The two files are seldom replaced in one instant: the old pair serves until the new one is whole.
        }
    }

    // Of both, for what replaces one of them may be older than the other; links are followed, so that mounted secrets work.
    private (DateTime Certificate, DateTime Key) ChangedAt()
    {
        try
        {
            return (Resolve(_certificateFile).LastWriteTimeUtc, Resolve(_keyFile).LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"TLS_CERT_FILE, TLS_KEY_FILE: {exception.Message}", exception);
        }
    }

    private static FileSystemInfo Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);

    private SslServerAuthenticationOptions Load()
    {
        try
        {
            var leaf = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certificateFile);
            return new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            };
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CertificateException($"TLS_CERT_FILE, TLS_KEY_FILE: {exception.Message}", exception);
        }
    }
}

/// <summary>A TLS certificate or its key cannot be used.</summary>
internal sealed class CertificateException(string message, Exception inner) : Exception(message, inner);
