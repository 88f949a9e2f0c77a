namespace AiGateway.Configuration;

/// <summary>Every environment variable of the gateway. The one place that knows names and defaults; <c>.env.example</c> and the documentation are compared with it.</summary>
public static class KnownVariables
{
    private const string Timeout = "a duration from 1ms to 24h, such as 500ms, 10s or 1m30s";
    private const string Pause = "a duration from 0s to 24h, such as 500ms, 10s or 1m30s";
    private const string Boolean = "1, t, T, TRUE, true, True, 0, f, F, FALSE, false or False";

    internal static readonly KnownVariable Port = new("PORT", "8080", "Listening port", "1 to 65535, or 0 for one that the system chooses");

    internal static readonly KnownVariable GinMode = new(
        "GIN_MODE", "release", "Mode of the original gateway: debug turns on logging for developers", "debug, release or test");

    internal static readonly KnownVariable TargetApiUrl = new(
        "TARGET_API_URL",
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        "Base URL of the upstream; nothing is appended to it but the operation's path",
        "an absolute http or https URL without user info, query and fragment");

    internal static readonly KnownVariable TargetApiKey = new(
        "TARGET_API_KEY", "", "Key of the upstream (required)", "printable ASCII without blanks, up to 512 characters")
    { Secret = true, Required = true };

    internal static readonly KnownVariable GatewayApiKeys = new(
        "GATEWAY_API_KEYS", "", "Keys that clients use, separated by commas (required)", "keys of printable ASCII without blanks, up to 512 characters each")
    { Secret = true, Required = true };

    internal static readonly KnownVariable LogLevel = new(
        "LOG_LEVEL", "info", "Least serious level that is logged", "trace, debug, info, warn, warning, error, fatal or panic");

    internal static readonly KnownVariable LogFormat = new("LOG_FORMAT", "json", "One JSON object a line, or plain text", "json or text");

    internal static readonly KnownVariable RequestsPerMinute = new(
        "RATE_LIMIT_REQUESTS_PER_MINUTE", "60", "Requests admitted in any 60 seconds; 0 for no limit", "a whole number from 0 to 2147483647");

    internal static readonly KnownVariable HealthCheckEnabled = new("HEALTH_CHECK_ENABLED", "true", "Serve the health paths", Boolean);

    internal static readonly KnownVariable RateLimitBy = new(
        "RATE_LIMIT_BY", "key", "Whose requests are counted together: those of a key, or of an address as the original did", "key or ip");

    internal static readonly KnownVariable TrustedProxies = new(
        "TRUSTED_PROXIES", "", "Networks whose X-Forwarded-For is believed, separated by commas", "networks and addresses, such as 10.0.0.0/8,fd00::/8,192.0.2.1");

    internal static readonly KnownVariable CorsAllowedOrigins = new(
        "CORS_ALLOWED_ORIGINS", "*", "Origins of web pages that may call, separated by commas", "*, none, or origins such as https://app.example.com");

    internal static readonly KnownVariable Host = new(
        "HOST", "", "Listening address; unset means [::], or 0.0.0.0 where there is no IPv6", "an IP address, such as 127.0.0.1, 0.0.0.0 or [::1]");

    internal static readonly KnownVariable TargetHttpVersion = new("TARGET_HTTP_VERSION", "1.1", "HTTP version spoken to the upstream", "1.1 or 2");

    internal static readonly KnownVariable UpstreamTimeout = new("UPSTREAM_TIMEOUT", "600s", "Longest wait until the upstream's answer begins", Timeout);

    internal static readonly KnownVariable StreamIdleTimeout = new(
        "STREAM_IDLE_TIMEOUT", "120s", "Longest silence between data events of a stream; comments do not count", Timeout);

    internal static readonly KnownVariable ShutdownDelay = new("SHUTDOWN_DELAY", "0s", "On SIGTERM: how long to serve on while not ready", Pause);

    internal static readonly KnownVariable ShutdownGrace = new(
        "SHUTDOWN_GRACE", "30s", "On SIGTERM, after the delay: how long what runs may take to finish", Pause);

    internal static readonly KnownVariable MaxRequestBody = new(
        "MAX_REQUEST_BODY", "32MiB", "Largest request body; a larger one gets 413", "a size from 1 byte to 1GiB, such as 512KiB or 32MiB");

    internal static readonly KnownVariable MaxUploadBody = new(
        "MAX_UPLOAD_BODY", "512MiB", "Largest file upload; a larger one gets 413", "a size from 1 byte to 1024GiB, such as 512MiB or 2GiB");

    internal static readonly KnownVariable MaxConnections = new(
        "MAX_CONNECTIONS", "", "Connections held at once; unset means as many as the limit of descriptors allows", "a whole number from 1 to 1000000");

    internal static readonly KnownVariable HeaderTimeout = new("HEADER_TIMEOUT", "15s", "Longest time that a request's header may take", Timeout);

    internal static readonly KnownVariable BodyTimeout = new("BODY_TIMEOUT", "60s", "Longest time without progress on a request's body", Timeout);

    internal static readonly KnownVariable KeepAliveTimeout = new(
        "KEEP_ALIVE_TIMEOUT", "130s", "Longest time that a connection is kept between requests; more than a load balancer in front keeps it", Timeout);

    internal static readonly KnownVariable SharedAccountObjects = new(
        "SHARED_ACCOUNT_OBJECTS", "false", "Serve files, batches and stored responses although several keys share the account", Boolean);

    internal static readonly KnownVariable DataDir = new("DATA_DIR", "data", "Directory where anything is kept", "a path");

    internal static readonly KnownVariable TlsCertFile = new(
        "TLS_CERT_FILE", "", "Certificate chain in PEM to serve HTTPS with; together with TLS_KEY_FILE", "the path of a file");

    internal static readonly KnownVariable TlsKeyFile = new(
        "TLS_KEY_FILE", "", "The certificate's private key in PEM; together with TLS_CERT_FILE", "the path of a file");

    internal static readonly KnownVariable GatewayConfig = new(
        "GATEWAY_CONFIG", "", "Configuration file; unset means gateway.yaml in the working directory, where there is one", "the path of a file");

    private static readonly KnownVariable s_adminApiKey = new("ADMIN_API_KEY", "", "Key of the admin API", "a key") { Secret = true, Supported = false };

    private static readonly KnownVariable s_databaseUrl = new("DATABASE_URL", "", "Store of keys and usage", "a URL") { Secret = true, Supported = false };

    private static readonly KnownVariable s_redisUrl = new("REDIS_URL", "", "Counters shared by several gateways", "a URL") { Secret = true, Supported = false };

    /// <summary>All of them, in the order in which they are documented.</summary>
    public static IReadOnlyList<KnownVariable> All { get; } =
    [
        Port, GinMode, TargetApiUrl, TargetApiKey, GatewayApiKeys, LogLevel, LogFormat, RequestsPerMinute, HealthCheckEnabled,
        RateLimitBy, TrustedProxies, CorsAllowedOrigins, Host, TargetHttpVersion, UpstreamTimeout, StreamIdleTimeout,
        ShutdownDelay, ShutdownGrace, MaxRequestBody, MaxUploadBody, MaxConnections, HeaderTimeout, BodyTimeout,
        KeepAliveTimeout, SharedAccountObjects, DataDir, TlsCertFile, TlsKeyFile, GatewayConfig, s_adminApiKey, s_databaseUrl, s_redisUrl,
    ];
}
