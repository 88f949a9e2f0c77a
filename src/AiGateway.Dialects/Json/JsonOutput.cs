using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Dialects.Json;

/// <summary>Writes what is JSON already into JSON that is being written.</summary>
internal static class JsonOutput
{
    private static readonly SearchValues<byte> s_lineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>For programs, not for HTML: quotes and non-ASCII stay readable.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a string member; nothing where there is no string.</summary>
    public static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonString text)
    {
        if (text.IsGiven)
        {
            writer.WriteJson(name, text.Quoted.Span);
        }
    }

    /// <summary>Writes a member; nothing where there is no value.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="json">Its value, which is JSON.</param>
    public static void WriteJson(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        if (!json.IsEmpty)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    /// <summary>The same JSON on one line, as an event must have it. A line end inside a string is escaped, so that those which are not mean nothing.</summary>
    public static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var line = json.ToArray();
        line.AsSpan().ReplaceAny(s_lineEnds, (byte)' ');
        return line;
    }

    /// <summary>Writes a number member; nothing where there is none.</summary>
    public static void WriteGiven(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a whole number as a member; nothing where there is none.</summary>
    public static void WriteGiven(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a truth value as a member; nothing where there is none.</summary>
    public static void WriteGiven(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }
}
