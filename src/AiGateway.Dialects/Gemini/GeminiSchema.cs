using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// Gemini's own schemas, which are JSON schemas but for what comes of Protocol Buffers: types in capitals, numbers as strings, names in snake case,
/// and a word of its own for what may be null.
/// </summary>
internal static class GeminiSchema
{
    // Deeper ones are for a machine to write, and not for a model to fill.
    private const int Deepest = 100;

    /// <summary>Makes a JSON schema of one.</summary>
    public static ReadOnlyMemory<byte> ToJsonSchema(JsonView schema)
    {
        var output = new ArrayBufferWriter<byte>(schema.Span.Length);
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            WriteSchema(writer, schema, 0);
        }

        return output.WrittenMemory;
    }

    private static void WriteSchema(Utf8JsonWriter writer, JsonView schema, int depth)
    {
        if (!schema.IsObject || depth > Deepest)
        {
            writer.WriteRawValue(schema.Span, skipInputValidation: true);
            return;
        }

        // Arguments as a whole are never null, whatever is said of them.
        var isNullable = depth > 0 && schema["nullable"u8].Flag == true;
        writer.WriteStartObject();
        var members = schema.Members;
        while (members.MoveNext())
        {
            var name = NameOf(members.Name);
            if (!IsGeminisOwn(name, members.Current))
            {
                writer.WritePropertyName(JsonString.Wrap(name).Decode().Span);
                WriteMember(writer, name, members.Current, isNullable, depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("any_of"u8) ? "anyOf"u8
        : name.SequenceEqual("min_items"u8) ? "minItems"u8
        : name.SequenceEqual("max_items"u8) ? "maxItems"u8
        : name.SequenceEqual("min_length"u8) ? "minLength"u8
        : name.SequenceEqual("max_length"u8) ? "maxLength"u8
        : name.SequenceEqual("min_properties"u8) ? "minProperties"u8
        : name.SequenceEqual("max_properties"u8) ? "maxProperties"u8
        : name;

    private static bool IsGeminisOwn(ReadOnlySpan<byte> name, JsonView value) =>
        name.SequenceEqual("nullable"u8) || name.SequenceEqual("propertyOrdering"u8) || name.SequenceEqual("property_ordering"u8)
        || (name.SequenceEqual("format"u8) && value.Is("enum"u8));

    private static void WriteMember(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonView value, bool isNullable, int depth)
    {
        if (name.SequenceEqual("type"u8) && value.Text.IsGiven)
        {
            WriteType(writer, value.Text.ToString().ToLowerInvariant(), isNullable);
        }
        else if (name.SequenceEqual("properties"u8) && value.IsObject)
        {
            writer.WriteStartObject();
            var properties = value.Members;
            while (properties.MoveNext())
            {
                writer.WritePropertyName(JsonString.Wrap(properties.Name).Decode().Span);
                WriteSchema(writer, properties.Current, depth);
            }

            writer.WriteEndObject();
        }
        else if (name.SequenceEqual("items"u8))
        {
            WriteSchema(writer, value, depth);
        }
        else if (value.IsArray && (name.SequenceEqual("anyOf"u8) || name.SequenceEqual("enum"u8)))
        {
            WriteChoice(writer, value, name.SequenceEqual("anyOf"u8), isNullable, depth);
        }
        else if (IsCount(name) && Utf8Parser.TryParse(value.Text.Escaped, out long count, out var read) && read == value.Text.Escaped.Length)
        {
            writer.WriteNumberValue(count);
        }
        else
        {
            writer.WriteRawValue(value.Span, skipInputValidation: true);
        }
    }

    private static void WriteType(Utf8JsonWriter writer, string type, bool isNullable)
    {
        if (!isNullable || type == "null")
        {
            writer.WriteStringValue(type);
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(type);
        writer.WriteStringValue("null"u8);
        writer.WriteEndArray();
    }

    private static void WriteChoice(Utf8JsonWriter writer, JsonView items, bool isOfSchemas, bool isNullable, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items.Items)
        {
            if (isOfSchemas)
            {
                WriteSchema(writer, item, depth);
            }
            else
            {
                writer.WriteRawValue(item.Span, skipInputValidation: true);
            }
        }

        if (isNullable)
        {
            writer.WriteRawValue(isOfSchemas ? """{"type":"null"}"""u8 : "null"u8, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private static bool IsCount(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("minItems"u8) || name.SequenceEqual("maxItems"u8) || name.SequenceEqual("minLength"u8) || name.SequenceEqual("maxLength"u8)
        || name.SequenceEqual("minProperties"u8) || name.SequenceEqual("maxProperties"u8);
}
