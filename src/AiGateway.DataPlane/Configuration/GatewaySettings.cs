using System.Net;
using AiGateway.State;
using Microsoft.Extensions.Logging;

namespace AiGateway.Configuration;

/// <summary>What was configured, as plain checked values, whoever said it. Immutable; a request keeps the one that it began with.</summary>
public sealed record GatewaySettings
{
    /// <summary>The listening port, 1 to 65535, or 0 for one that the system chooses (tests ask for it). Default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The listening address. Null, the default: <c>[::]</c>, or <c>0.0.0.0</c> where there is no IPv6.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>Logging for developers. Default false.</summary>
    public bool Development { get; init; }

    /// <summary>Who is asked: each name once, at least one.</summary>
    public required ValueList<ProviderSettings> Providers { get; init; }

    /// <summary>What may be asked for: each name once, at least one.</summary>
    public required ValueList<ModelSettings> Models { get; init; }

    /// <summary>Who may ask: each key once, at least one.</summary>
    public required ValueList<KeySettings> Keys { get; init; }

    /// <summary>The environment alone configures: one provider for every model, whose list of models is told as it is.</summary>
    public bool IsEnvironmentAlone { get; init; }

    /// <summary>The least serious level that is logged. Default information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How log lines are written. Default JSON.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Json;

    /// <summary>Requests admitted in any 60 s where a key has no limit of its own, 1 to 2,147,483,647, or 0 for no limit. Default 60, in the file 0.</summary>
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>Whose requests <see cref="RequestsPerMinute"/> counts together. Default by key.</summary>
    public LimitBy LimitBy { get; init; } = LimitBy.Key;

    /// <summary>Serve the health paths. Default true.</summary>
    public bool HealthCheckEnabled { get; init; } = true;

    /// <summary>Whose <c>X-Forwarded-For</c> is believed. Default nobody's.</summary>
    public NetworkList TrustedProxies { get; init; } = NetworkList.Empty;

    /// <summary>Which web pages may call. Default all.</summary>
    public CorsOrigins CorsOrigins { get; init; } = CorsOrigins.Everyone;

    /// <summary>The longest wait until the upstream's answer begins, 1 ms to 24 h. Default 10 minutes.</summary>
    public TimeSpan UpstreamTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The longest silence between data events of a stream (comments do not count), 1 ms to 24 h. Default 2 minutes.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>After so long a silence of a stream, a comment line is sent to the caller, 1 s to 1 h. Null, the default: never.</summary>
    public TimeSpan? StreamKeepalive { get; init; }

    /// <summary>What requests and answers may hold of memory at once. Default a quarter of what the process may use.</summary>
    public BufferLimit Buffered { get; init; } = BufferLimit.Default;

    /// <summary>How long to serve on after SIGTERM while not ready, 0 to 24 h. Default 0.</summary>
    public TimeSpan ShutdownDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long what runs may take to finish once new work is refused, 0 to 24 h. Default 30 s.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest request body that is held whole, 1 byte to 1 GiB. Default 32 MiB.</summary>
    public long MaxRequestBody { get; init; } = 32L << 20;

    /// <summary>The largest file upload that streams through, 1 byte to 1024 GiB. Default 512 MiB.</summary>
    public long MaxUploadBody { get; init; } = 512L << 20;

    /// <summary>Connections held at once, 1 to 1,000,000. Null, the default: as many as the limit of descriptors allows.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The longest time that a request's header may take, 1 ms to 24 h. Default 15 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time without progress on a request's body, 1 ms to 24 h. Default 60 s.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time that a connection is kept between requests, 1 ms to 24 h; a load balancer in front must close it earlier. Default 130 s.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Files, batches and stored responses may be used although several keys share the account. Default false.</summary>
    public bool SharedAccountObjects { get; init; }

    /// <summary>Where anything is kept; relative to the working directory, need not exist. Default <c>data</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>The full path of the PEM certificate chain to serve HTTPS with; null exactly where <see cref="TlsKeyFile"/> is: cleartext, the default.</summary>
    public string? TlsCertFile { get; init; }

    /// <summary>How much is kept, and for how long, of answers that later requests refer to where their provider keeps none; null, the default: nothing.</summary>
    public StoreLimits? StoredResponses { get; init; }

    /// <summary>The full path of the certificate's PEM private key; null exactly where <see cref="TlsCertFile"/> is.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Says where the gateway listens and forwards to, and never a key.</summary>
    public override string ToString() => $"{nameof(GatewaySettings)} {{ Port = {Port}, Providers = {string.Join(", ", Providers)}, Keys = {Keys.Count} }}";
}
