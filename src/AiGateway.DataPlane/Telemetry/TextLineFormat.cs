using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>Plain text for people: time, level, message, then <c>name=value</c> with quotes where a value needs them. Not thread-safe.</summary>
internal sealed class TextLineFormat : LineFormat
{
    // What would end a value or a line, or could be taken for something else.
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \"=\\\r\n\t\0\u001b\u0085\u2028\u2029");

    // What a message may not have as it is: it could be taken for fields. Blanks may stand in it.
    private static readonly SearchValues<char> s_specialInMessage = SearchValues.Create("\"=\\");

    private readonly ArrayBufferWriter<byte> _line = new(1024);

    public override void Begin(DateTimeOffset time, LogLevel level, string message)
    {
        _line.ResetWrittenCount();
        Write(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Write(" ");
        Write(NameOf(level).ToUpperInvariant().PadRight(5));
        Write(" ");
        WriteText(message, s_specialInMessage);
    }

    public override void Add(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        Name(name);
        WriteText(value, s_special);
    }

    public override void Add(string name, long value)
    {
        Name(name);
        Write(value.ToString(CultureInfo.InvariantCulture));
    }

    public override void Add(string name, TimeSpan value)
    {
        Name(name);
        Write(Math.Max(0, value.TotalMilliseconds).ToString("0.###", CultureInfo.InvariantCulture));
    }

    public override void Add(string name, bool value)
    {
        Name(name);
        Write(value ? "true" : "false");
    }

    public override ReadOnlySpan<byte> End()
    {
        Write("\n");
        return _line.WrittenSpan;
    }

    private void Name(string name)
    {
        Write(" ");
        Write(name);
        Write("=");
    }

    private void WriteText(string text, SearchValues<char> special)
    {
        if (text.Length > 0 && !text.AsSpan().ContainsAny(special))
        {
            WriteEscaped(text);
            return;
        }

        Write("\"");
        WriteEscaped(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
        Write("\"");
    }

    private void WriteEscaped(ReadOnlySpan<char> text)
    {
        // Runs, not characters, so that surrogate pairs stay together.
        while (FirstControl(text) is >= 0 and var at)
        {
            Write(text[..at]);
            Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}"));
            text = text[(at + 1)..];
        }

        Write(text);
    }

    private static int FirstControl(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
            {
                return i;
            }
        }

        return -1;
    }

    private void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _line);
}
