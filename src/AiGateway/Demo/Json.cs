using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AiGateway.Demo;

/// <summary>Reads and writes JSON without reflection.</summary>
internal static class Json
{
    // As providers write it: text in UTF-8, not in \u escapes.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of one object whose members the delegate writes.</summary>
    public static byte[] Object<TState>(TState state, Action<Utf8JsonWriter, TState> members) => Value((state, members), static (json, of) =>
    {
        json.WriteStartObject();
        of.members(json, of.state);
        json.WriteEndObject();
    });

    /// <summary>The bytes of one value that the delegate writes.</summary>
    public static byte[] Value<TState>(TState state, Action<Utf8JsonWriter, TState> value)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            value(json, state);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>One JSON object of valid Unicode text; null where the bytes are anything else.</summary>
    public static JsonElement? ParseObject(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return null;
        }

        try
        {
            var value = JsonElement.Parse(bytes);
            return value.ValueKind == JsonValueKind.Object && (!MayHaveSurrogates(bytes) || IsUnicode(value)) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool MayHaveSurrogates(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\\ud"u8) >= 0 || bytes.IndexOf("\\uD"u8) >= 0;

    // An escape may stand for half a character: JSON allows it, but there is no string of it.
    private static bool IsUnicode(JsonElement value)
    {
        try
        {
            _ = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                _ => null,
            };
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                {
                    if (!IsUnicode(item))
                    {
                        return false;
                    }
                }
            }

            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    if (!IsUnicode(member.Value))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The member of that name; undefined where there is none, or where this is no object.</summary>
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The text of a member; null where it is absent or no string.</summary>
    public static string? TextMember(this JsonElement value, string name) => value.Member(name).TextOrNull();

    /// <summary>The text, or null where this is no string.</summary>
    public static string? TextOrNull(this JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The items of an array; none where this is no array.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    /// <summary>Whether the member is there and not null.</summary>
    public static bool Has(this JsonElement value, string name) => value.Member(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The size of a value as JSON text, in bytes.</summary>
    public static int Size(this JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : Encoding.UTF8.GetByteCount(value.GetRawText());
}
