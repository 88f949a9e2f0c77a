using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.Upstream;

/// <summary>The connections to one provider: no redirects, no cookies, no proxy, no decompression. Bytes come as they were sent.</summary>
public sealed class UpstreamConnections : IDisposable
{
    /// <summary>The most headers that an answer may have, in KiB.</summary>
    private const int MostHeaderKiB = 64;

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    // A change of the provider's DNS entry is seen within this time.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(2);

    // Below what providers and the load balancers in front of them allow (60 s and more), so that we close first.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(50);

    // On HTTP/2 a connection that leads nowhere any more would else hold all its requests until their own deadlines.
    private static readonly TimeSpan s_pingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _pooled;
    private readonly HttpMessageInvoker _fresh;

    /// <summary>Prepares the connections; nothing is opened before it is needed.</summary>
    /// <param name="version">The HTTP version that the provider is spoken to in: 1.1 or 2.0.</param>
    public UpstreamConnections(Version version)
    {
        Version = version;
        _pooled = new HttpMessageInvoker(NewHandler(version, s_lifetime));
        _fresh = new HttpMessageInvoker(NewHandler(version, TimeSpan.Zero));
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

    private static SocketsHttpHandler NewHandler(Version version, TimeSpan lifetime) => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = s_connectTimeout,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = s_pingDelay,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingTimeout = s_pingTimeout,
        MaxResponseHeadersLength = MostHeaderKiB,
        PlaintextStreamFilter = version.Major == 1
            ? static (context, _) => ValueTask.FromResult<Stream>(new UpstreamStream(context.PlaintextStream))
            : null,
        ConnectCallback = ConnectAsync,
        PooledConnectionIdleTimeout = s_idle,
        PooledConnectionLifetime = lifetime,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        UseCookies = false,
        UseProxy = false,
    };

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
