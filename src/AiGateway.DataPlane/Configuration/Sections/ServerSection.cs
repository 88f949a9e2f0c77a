using System.Net;
using AiGateway.Configuration.Fields;
using AiGateway.State;

namespace AiGateway.Configuration.Sections;

/// <summary><c>server</c>, <c>limits</c> and <c>telemetry</c>: how the gateway itself runs.</summary>
internal static class ServerSection
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly StoreLimits s_noStore = new(0, TimeSpan.Zero);
    private static readonly StoreLimits s_usualStore = new(64 * 1024 * 1024, TimeSpan.FromHours(1));
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);
    private static readonly ScalarKind<string> s_text = new("a text", Parsed.Good, ScalarSchema.Text);

    private static readonly Shape<GatewaySettings> s_cors = new(
        new ValueField<GatewaySettings, CorsOrigins>(
            "origins", new JoinedKind<CorsOrigins>(s_text, "a list of origins such as https://app.example.com, or [\"*\"], or [\"none\"]", CorsOrigins.Parse, CorsOrigins.None),
            "Origins of web pages that may call", "[\"*\"]", (settings, value) => settings with { CorsOrigins = value }));

    private static readonly Shape<GatewaySettings> s_limits = new(
        new ValueField<GatewaySettings, long>(
            "request_body", Kinds.Size(1, 1L << 30), KnownVariables.MaxRequestBody.Meaning, "32MiB", (settings, value) => settings with { MaxRequestBody = value }),
        new ValueField<GatewaySettings, long>(
            "upload_body", Kinds.Size(1, 1L << 40), KnownVariables.MaxUploadBody.Meaning, "512MiB", (settings, value) => settings with { MaxUploadBody = value }),
        new ValueField<GatewaySettings, TimeSpan>(
            "header_timeout", Kinds.Duration(s_millisecond, s_day), KnownVariables.HeaderTimeout.Meaning, "15s", (settings, value) => settings with { HeaderTimeout = value }),
        new ValueField<GatewaySettings, TimeSpan>(
            "body_timeout", Kinds.Duration(s_millisecond, s_day), KnownVariables.BodyTimeout.Meaning, "60s", (settings, value) => settings with { BodyTimeout = value }),
        new ValueField<GatewaySettings, int>(
            "connections", Kinds.Number(1, 1_000_000), "Connections held at once", "as many as the limit of descriptors allows", (settings, value) => settings with { MaxConnections = value }),
        new ValueField<GatewaySettings, BufferLimit>(
            "buffered", Kinds.Buffer, "Bytes of requests and answers held at once; beyond it callers get 503", "25%", (settings, value) => settings with { Buffered = value }));

    private static readonly Shape<GatewaySettings> s_tls = new(
        new ValueField<GatewaySettings, string>(
            "cert", Kinds.ExistingFile, "Certificate chain in PEM to serve HTTPS with", "", (settings, value) => settings with { TlsCertFile = value })
        { IsRequired = true },
        new ValueField<GatewaySettings, string>(
            "key", Kinds.ExistingFile, "The certificate's private key in PEM", "", (settings, value) => settings with { TlsKeyFile = value })
        { IsRequired = true });

    private static readonly Shape<GatewaySettings> s_shutdown = new(
        new ValueField<GatewaySettings, TimeSpan>(
            "delay", Kinds.Duration(TimeSpan.Zero, s_day), KnownVariables.ShutdownDelay.Meaning, "0s", (settings, value) => settings with { ShutdownDelay = value }),
        new ValueField<GatewaySettings, TimeSpan>(
            "grace", Kinds.Duration(TimeSpan.Zero, s_day), KnownVariables.ShutdownGrace.Meaning, "30s", (settings, value) => settings with { ShutdownGrace = value }));

    private static readonly Shape<StoreLimits> s_stored = new(
        new ValueField<StoreLimits, long>(
            "memory", Kinds.Size(1024 * 1024, 1L << 36), "The most bytes that are kept; those that were not asked for longest go first", "64MiB", (limits, value) => limits with { Bytes = value }),
        new ValueField<StoreLimits, TimeSpan>(
            "expires", Kinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)), "How long a response is kept that nobody asks for", "1h", (limits, value) => limits with { Expires = value }));

    private static readonly Shape<GatewaySettings> s_log = new(
        new ValueField<GatewaySettings, Microsoft.Extensions.Logging.LogLevel>(
            "level", Kinds.Words(Kinds.Levels), KnownVariables.LogLevel.Meaning, "info", (settings, value) => settings with { LogLevel = value }),
        new ValueField<GatewaySettings, LogFormat>(
            "format", Kinds.Words(("json", LogFormat.Json), ("text", LogFormat.Text)), KnownVariables.LogFormat.Meaning, "json", (settings, value) => settings with { LogFormat = value }));

    /// <summary>The fields of <c>server</c>.</summary>
    public static Shape<GatewaySettings> Shape { get; } = new(
        new ValueField<GatewaySettings, int>("port", Kinds.Number(0, IPEndPoint.MaxPort), "Listening port; 0 lets the system choose", "8080", (settings, value) => settings with { Port = value }),
        new ValueField<GatewaySettings, IPAddress>(
            "bind", Kinds.Address, "Listening address", "[::], or 0.0.0.0 where there is no IPv6", (settings, value) => settings with { BindAddress = value }),
        Group("cors", s_cors, "Web pages that may call"),
        Group("limits", s_limits, "Bounds on what callers may send and hold"),
        new ValueField<GatewaySettings, NetworkList>(
            "trusted_proxies", new JoinedKind<NetworkList>(s_text, "a list of networks and addresses, such as 10.0.0.0/8", NetworkList.Parse, NetworkList.Empty),
            "Networks whose X-Forwarded-For is believed", "[]", (settings, value) => settings with { TrustedProxies = value }),
        Group("tls", s_tls, "Serve HTTPS"),
        Group("shutdown", s_shutdown, "What happens on SIGTERM"),
        new ValueField<GatewaySettings, TimeSpan?>(
            "stream_keepalive", Kinds.DurationOr("off", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            "After so long a silence of a stream a comment line is sent to the caller; that commits the answer, so failover ends", "off",
            (settings, value) => settings with { StreamKeepalive = value }),
        new ValueField<GatewaySettings, StoreLimits>(
            "stored_responses", new EitherKind<StoreLimits>(Kinds.Words(("off", s_noStore), ("on", s_usualStore)), new GroupKind<StoreLimits>(s_stored, () => s_usualStore)),
            "Whether responses are kept in memory, each for the key that asked for it, so that previous_response_id works with models whose provider keeps none", "off",
            (settings, value) => settings with { StoredResponses = value == s_noStore ? null : value }),
        new ValueField<GatewaySettings, bool>(
            "shared_account_objects", Kinds.Boolean, KnownVariables.SharedAccountObjects.Meaning, "false", (settings, value) => settings with { SharedAccountObjects = value }));

    /// <summary>The fields of <c>limits</c>.</summary>
    public static Shape<GatewaySettings> Limits { get; } = new(
        new ValueField<GatewaySettings, int>(
            "rpm", Kinds.Number(0, int.MaxValue), "Requests in any 60 seconds for every key that has no limit of its own; 0 for no limit", "0",
            (settings, value) => settings with { RequestsPerMinute = value }));

    /// <summary>The fields of <c>telemetry</c>.</summary>
    public static Shape<GatewaySettings> Telemetry { get; } = new(Group("log", s_log, "The log"));

    private static GroupField<GatewaySettings, GatewaySettings> Group(string name, Shape<GatewaySettings> shape, string meaning) =>
        new(name, shape, meaning, settings => settings, (_, settings) => settings);
}
