using System.Buffers;
using System.Text.Json;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Telemetry;

namespace AiGateway.Hosting;

/// <summary>The paths that orchestrators and dashboards ask: no key, no limit, no line in the log.</summary>
internal sealed class HealthPaths(Drain drain, GatewayMetrics metrics, Readiness readiness, TimeProvider time)
{
    /// <summary>The methods that these paths have, for the Allow header.</summary>
    public const string Methods = "GET, HEAD";

    /// <summary>The path is one of these.</summary>
    public static bool Has(Exchange exchange) => exchange.Path switch
    {
        "/metrics" => true,
        "/" or "/health" or "/livez" or "/readyz" => exchange.Snapshot.Settings.HealthCheckEnabled,
        _ => false,
    };

    /// <summary>Answers a GET or HEAD of one of these paths.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.IsProbe = true;
        switch (exchange.Path)
        {
            case "/metrics":
                return WriteMetricsAsync(exchange);
            case "/livez":
                Answer(exchange, StatusCodes.Status200OK, json => json.WriteString("status", "alive"));
                break;
            case "/readyz":
                AnswerReadiness(exchange);
                break;
            default:
                Answer(exchange, StatusCodes.Status200OK, WriteHealth);
                break;
        }

        return Task.CompletedTask;
    }

    // The original's body, and the version.
    private void WriteHealth(Utf8JsonWriter json)
    {
        json.WriteString("status", "healthy");
        json.WriteString("service", "ai-gateway");
        json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteString("version", ProductVersion.Number);
    }

    private void AnswerReadiness(Exchange exchange)
    {
        var isReady = !drain.IsLeaving;
        var isVerbose = exchange.Query.StartsWith("?verbose", StringComparison.Ordinal);
        Answer(exchange, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteString("status", isReady ? "ready" : "draining");
            if (isVerbose)
            {
                readiness.WriteTo(json);
            }
        });
    }

    private static void Answer(Exchange exchange, int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        var reply = exchange.Reply;
        reply.Headers.ContentType = "application/json";
        reply.Headers.CacheControl = "no-store";
        reply.Headers.ContentLength = body.WrittenCount;
        if (exchange.IsBeyondLimit)
        {
            reply.Headers.Connection = "close";
        }

        reply.Begin(status);
        if (exchange.Method == "GET")
        {
            reply.Write(body.WrittenSpan);
        }
    }

    private async Task WriteMetricsAsync(Exchange exchange)
    {
        using var text = new MemoryStream();
        await metrics.WriteAsync(text, exchange.Deadline.Token);
        exchange.Reply.Headers.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        exchange.Reply.Headers.ContentLength = text.Length;
        exchange.Reply.Begin(StatusCodes.Status200OK);
        if (exchange.Method == "GET")
        {
            exchange.Reply.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
        }
    }
}
