using System.Net;
using AiGateway.Pipeline;
using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>Writes the one line of each request. Fields of section 8 of the contract; no prompt, no answer, no credential. Thread-safe.</summary>
public sealed class RequestLog(LogOutput output, TimeProvider time)
{
    // Longer than any path of ours; what is cut off was noise.
    private const int LongestPath = 256;

    /// <summary>Writes the line of a finished exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="duration">From its head to the last byte of its answer.</param>
    /// <param name="timeToFirstToken">From its head to the first data of its answer, where there were any.</param>
    public void Write(Exchange exchange, TimeSpan duration, TimeSpan timeToFirstToken)
    {
        var status = exchange.FinalStatus;
        var level = status >= 500 ? LogLevel.Error : LogLevel.Information;
        if (!output.IsEnabled(level))
        {
            return;
        }

        var line = output.Line;
        line.Begin(time.GetUtcNow(), level, "request");
        line.Add("request_id", exchange.RequestId);
        line.Add("method", exchange.Method);
        line.Add("path", exchange.Path.Length > LongestPath ? exchange.Path[..LongestPath] : exchange.Path);
        line.Add("status", status);
        line.Add("duration_ms", duration);
        line.Add("overhead_ms", exchange.Attempts > 0 ? exchange.Overhead : duration);
        if (exchange.FirstTokenAt > 0)
        {
            line.Add("ttft_ms", timeToFirstToken);
        }

        line.Add("bytes_in", exchange.BytesRead);
        line.Add("bytes_out", exchange.Reply.BytesWritten);
        line.Add("stream", exchange.IsStream);
        line.Add("key", exchange.Key?.Name);
        line.Add("model", exchange.Model);
        if (exchange.Attempts > 0)
        {
            AddCall(exchange, line);
        }

        line.Add("decision", exchange.Itinerary?.Decision);
        line.Add("error_code", exchange.Outcome?.Error?.Code);
        AddAddress(exchange.ClientAddress, line);
        output.Send(line.End());
    }

    private static void AddCall(Exchange exchange, LineFormat line)
    {
        line.Add("provider", exchange.Target?.Provider.Name);
        line.Add("target_model", exchange.TargetModel);
        line.Add("attempts", exchange.Attempts);
        if (exchange.UpstreamStatus > 0)
        {
            line.Add("upstream_status", exchange.UpstreamStatus);
        }

        if (exchange.Usage is { } usage)
        {
            line.Add("prompt_tokens", usage.Prompt);
            line.Add("completion_tokens", usage.Output);
            line.Add("cached_tokens", usage.CacheRead);
        }

        if (exchange.Dropped.Count > 0)
        {
            line.Add("dropped", string.Join(", ", exchange.Dropped));
        }
    }

    private static void AddAddress(IPAddress address, LineFormat line) =>
        line.Add("client_ip", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
}
