using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>One JSON object a line. Not thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but memory of ours, and lives as long as its thread.")]
internal sealed class JsonLineFormat : LineFormat
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _writer;

    public JsonLineFormat() => _writer = new Utf8JsonWriter(_line, s_options);

    public override void Begin(DateTimeOffset time, LogLevel level, string message)
    {
        _line.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        Span<char> text = stackalloc char[24];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _writer.WriteString("time"u8, text[..length]);
        _writer.WriteString("level"u8, NameOf(level));
        _writer.WriteString("msg"u8, message);
    }

    public override void Add(string name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }

    public override void Add(string name, long value) => _writer.WriteNumber(name, value);

    public override void Add(string name, TimeSpan value)
    {
        // Exactly three decimals, without the noise of a binary fraction.
        Span<byte> text = stackalloc byte[32];
        var microseconds = Math.Max(0, value.Ticks / TimeSpan.TicksPerMicrosecond);
        ((decimal)microseconds / 1000).TryFormat(text, out var length, "0.###", CultureInfo.InvariantCulture);
        _writer.WritePropertyName(name);
        _writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    public override void Add(string name, bool value) => _writer.WriteBoolean(name, value);

    public override ReadOnlySpan<byte> End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }
}
