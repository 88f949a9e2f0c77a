using AiGateway.Configuration;
using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>Where all log lines go: their least level, their format, their queue. Thread-safe.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="least">The least serious level that is written.</param>
/// <param name="format">How lines are written.</param>
public sealed class LogOutput(LineWriter writer, LogLevel least, LogFormat format)
{
    [ThreadStatic]
    private static JsonLineFormat? s_json;

    [ThreadStatic]
    private static TextLineFormat? s_text;

    /// <summary>The line that this thread is writing.</summary>
    public LineFormat Line => format == LogFormat.Json ? s_json ??= new JsonLineFormat() : s_text ??= new TextLineFormat();

    /// <summary>Lines of this level are written.</summary>
    public bool IsEnabled(LogLevel level) => level >= least && level != LogLevel.None;

    /// <summary>Sends a finished line.</summary>
    public void Send(ReadOnlySpan<byte> line) => writer.Add(line);
}
