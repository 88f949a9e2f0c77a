using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Gemini's own schemas are JSON schemas but for the types, which its clients write in capitals.</summary>
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

        writer.WriteStartObject();
        var members = schema.Members;
        while (members.MoveNext())
        {
            WriteMember(writer, members.Name, members.Current, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonView value, int depth)
    {
        writer.WritePropertyName(JsonString.Wrap(name).Decode().Span);
        if (name.SequenceEqual("type"u8) && value.Text.IsGiven)
        {
            writer.WriteStringValue(value.Text.ToString().ToLowerInvariant());
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
        else if (name.SequenceEqual("anyOf"u8) && value.IsArray)
        {
            writer.WriteStartArray();
            foreach (var item in value.Items)
            {
                WriteSchema(writer, item, depth);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteRawValue(value.Span, skipInputValidation: true);
        }
    }
}
