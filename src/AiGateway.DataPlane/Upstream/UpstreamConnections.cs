using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Configuration;

namespace AiGateway.Upstream;

/// <summary>The connections to one provider: no redirects, no cookies, no decompression, no proxy unless one is configured. Bytes come as they were sent.</summary>
public sealed class UpstreamConnections : IDisposable
{
    /// <summary>The most headers that an answer may have, in KiB.</summary>
    private const int MostHeaderKiB = 64;

    // A change of the provider's DNS entry is seen within this time.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(2);

    // An answer that was read to its last event still lacks the end of its framing, which comes at once. Of one that nobody waits for any more, the
    // provider is to notice.
    private static readonly TimeSpan s_drain = TimeSpan.FromMilliseconds(250);

    // Below what providers and the load balancers in front of them allow (60 s and more), so that we close first.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(50);

    // On HTTP/2 a connection that leads nowhere any more would else hold all its requests until their own deadlines.
    private static readonly TimeSpan s_pingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _pooled;
    private readonly HttpMessageInvoker _fresh;

    /// <summary>Prepares the connections; nothing is opened before it is needed.</summary>
    /// <param name="settings">The provider.</param>
    /// <param name="certificates">Its certificates, read.</param>
    /// <param name="connect">How long a connection may take, its TLS handshake included.</param>
    internal UpstreamConnections(ProviderSettings settings, ProviderCertificates certificates, TimeSpan connect)
    {
        Version = settings.HttpVersion;
        _pooled = new HttpMessageInvoker(NewHandler(settings, certificates, connect, s_lifetime));
        _fresh = new HttpMessageInvoker(NewHandler(settings, certificates, connect, TimeSpan.Zero));
    }

    /// <summary>Connections of somebody else's making: tests answer in a provider's place.</summary>
    internal UpstreamConnections(HttpMessageHandler pooled, HttpMessageHandler fresh)
    {
        Version = HttpVersion.Version11;
        _pooled = new HttpMessageInvoker(pooled);
        _fresh = new HttpMessageInvoker(fresh);
    }

    /// <summary>The HTTP version that the provider is spoken to in.</summary>
    public Version Version { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pooled.Dispose();
        _fresh.Dispose();
    }

    /// <summary>Sends a request on a pooled connection, or on one that nobody used before.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool onFreshConnection, CancellationToken cancellation) =>
        (onFreshConnection ? _fresh : _pooled).SendAsync(request, cancellation);

    private static SocketsHttpHandler NewHandler(ProviderSettings settings, ProviderCertificates certificates, TimeSpan connect, TimeSpan lifetime)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = connect,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = s_pingDelay,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingTimeout = s_pingTimeout,
            MaxConnectionsPerServer = settings.Connections ?? int.MaxValue,
            MaxResponseHeadersLength = MostHeaderKiB,
            PlaintextStreamFilter = settings.HttpVersion.Major == 1
                ? static (context, _) => ValueTask.FromResult<Stream>(new UpstreamStream(context.PlaintextStream))
                : null,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = lifetime,
            ResponseDrainTimeout = s_drain,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            SslOptions = certificates.NewOptions(),
            UseCookies = false,
        };
        ProviderProxy.Apply(handler, settings.Proxy);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        // An address needs no resolver, and no socket that tries several.
        EndPoint target = IPAddress.TryParse(context.DnsEndPoint.Host, out var address) ? new IPEndPoint(address, context.DnsEndPoint.Port) : context.DnsEndPoint;

        // Without NoDelay the first tokens wait for an acknowledgement, 40 ms long.
        var socket = address is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
