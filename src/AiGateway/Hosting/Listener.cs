using System.Text;
using AiGateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AiGateway.Hosting;

/// <summary>The web server and its limits. All of them finite, so that no caller can hold what he does not use.</summary>
internal static class Listener
{
    // Twice the gateway's own limits, which answer in the caller's dialect; what is beyond these gets the server's bare status.
    private const int MostHeaderBytes = 64 * 1024;
    private const int MostHeaders = 200;

    // Kestrel would read a megabyte ahead of a handler that does not read.
    private const int ReadAhead = 64 * 1024;

    /// <summary>Builds the server; it does not listen yet.</summary>
    public static WebApplication Build(GatewaySettings settings, ConnectionLimit connections, ILoggerProvider logs, TimeProvider time)
    {
        var certificate = settings.TlsCertFile is { } file ? TlsCertificate.Open(file, settings.TlsKeyFile!, time) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseKestrelCore().UseSockets(options => options.UnsafePreferInlineScheduling = true);
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            Limit(options, settings);
            void Configure(ListenOptions listen) => Shape(listen, connections, certificate);
            if (settings.BindAddress is { } address)
            {
                options.Listen(address, settings.Port, Configure);
            }
            else
            {
                options.ListenAnyIP(settings.Port, Configure);
            }
        });
        return builder.Build();
    }

    private static void Limit(KestrelServerOptions options, GatewaySettings settings)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.Limits.MaxConcurrentUpgradedConnections = 0;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestBufferSize = ReadAhead;
        options.Limits.MaxRequestHeaderCount = MostHeaders;
        options.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
        options.Limits.KeepAliveTimeout = settings.KeepAliveTimeout;
    }

    private static void Shape(ListenOptions listen, ConnectionLimit connections, TlsCertificate? certificate)
    {
        listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        listen.Use(connections.Wrap);
        if (certificate is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Options) });
        }
    }
}
