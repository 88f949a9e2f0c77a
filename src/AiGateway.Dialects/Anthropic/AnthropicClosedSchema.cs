using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Schemas that an answer or the input of a strict tool must fit, as the API takes them: objects have no members but those that are named, and there
/// are no bounds. What it has no word for stands in the description, where Anthropic's own libraries put it too.
/// </summary>
internal static class AnthropicClosedSchema
{
    // Deeper ones are for a machine to write, and not for a model to fill.
    private const int Deepest = 100;

    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");
    private static readonly JsonString s_colon = JsonString.Of(": ");
    private static readonly JsonString s_comma = JsonString.Of(", ");
    private static readonly JsonString s_open = JsonString.Of("{");
    private static readonly JsonString s_close = JsonString.Of("}");

    private enum Member
    {
        Kept,
        Left,
        Told,
        Named,
        Schema,
        Choice,
    }

    /// <summary>The schema as the API takes it.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> schema)
    {
        using var document = JsonDocument.Parse(schema, JsonView.Options);
        var output = new ArrayBufferWriter<byte>(schema.Length + 64);
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            WriteSchema(writer, new JsonView(document.RootElement, schema), 0);
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

        var told = new List<JsonString>();
        writer.WriteStartObject();
        var members = schema.Members;
        while (members.MoveNext())
        {
            var (name, value) = (JsonString.Wrap(members.Name), members.Current);
            var kind = KindOf(members.Name, value);
            if (kind == Member.Told)
            {
                told.Add(JsonString.Join([name, s_colon, JsonString.OfUtf8(value.Span)]));
            }
            else if (kind != Member.Left)
            {
                writer.WritePropertyName(members.Name.SequenceEqual("oneOf"u8) ? "anyOf"u8 : name.Decode().Span);
                WriteMember(writer, kind, value, depth + 1);
            }
        }

        WriteDescription(writer, schema["description"u8].Text, told);
        if (IsOfObjects(schema))
        {
            writer.WriteBoolean("additionalProperties"u8, false);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, Member kind, JsonView value, int depth)
    {
        if (kind == Member.Named && value.IsObject)
        {
            writer.WriteStartObject();
            var schemas = value.Members;
            while (schemas.MoveNext())
            {
                writer.WritePropertyName(JsonString.Wrap(schemas.Name).Decode().Span);
                WriteSchema(writer, schemas.Current, depth);
            }

            writer.WriteEndObject();
        }
        else if (kind == Member.Choice && value.IsArray)
        {
            writer.WriteStartArray();
            foreach (var schema in value.Items)
            {
                WriteSchema(writer, schema, depth);
            }

            writer.WriteEndArray();
        }
        else if (kind == Member.Schema)
        {
            WriteSchema(writer, value, depth);
        }
        else
        {
            writer.WriteRawValue(value.Span, skipInputValidation: true);
        }
    }

    private static void WriteDescription(Utf8JsonWriter writer, JsonString description, List<JsonString> told)
    {
        if (told.Count == 0)
        {
            writer.WriteText("description"u8, description);
            return;
        }

        var bounds = JsonString.Join([s_open, JsonString.Join(told, s_comma), s_close]);
        writer.WriteText("description"u8, JsonString.Join([description, bounds], s_blankLine));
    }

    private static Member KindOf(ReadOnlySpan<byte> name, JsonView value) => name switch
    {
        _ when name.SequenceEqual("description"u8) || name.SequenceEqual("$schema"u8) || name.SequenceEqual("propertyOrdering"u8) => Member.Left,
        _ when name.SequenceEqual("properties"u8) || name.SequenceEqual("$defs"u8) || name.SequenceEqual("definitions"u8) => Member.Named,
        _ when name.SequenceEqual("items"u8) => Member.Schema,
        _ when name.SequenceEqual("anyOf"u8) || name.SequenceEqual("oneOf"u8) || name.SequenceEqual("allOf"u8) => Member.Choice,
        _ when name.SequenceEqual("additionalProperties"u8) => value.IsObject ? Member.Told : Member.Left,
        _ when name.SequenceEqual("minItems"u8) => value.Integer is 0 or 1 ? Member.Kept : Member.Told,
        _ when name.SequenceEqual("format"u8) => IsKnownFormat(value) ? Member.Kept : Member.Told,
        _ => IsBound(name) ? Member.Told : Member.Kept,
    };

    private static bool IsBound(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("minimum"u8) || name.SequenceEqual("maximum"u8) || name.SequenceEqual("exclusiveMinimum"u8) || name.SequenceEqual("exclusiveMaximum"u8)
        || name.SequenceEqual("multipleOf"u8) || name.SequenceEqual("minLength"u8) || name.SequenceEqual("maxLength"u8) || name.SequenceEqual("maxItems"u8)
        || name.SequenceEqual("uniqueItems"u8) || name.SequenceEqual("minProperties"u8) || name.SequenceEqual("maxProperties"u8)
        || name.SequenceEqual("patternProperties"u8) || name.SequenceEqual("propertyNames"u8);

    private static bool IsKnownFormat(JsonView format) =>
        format.Is("date-time"u8) || format.Is("time"u8) || format.Is("date"u8) || format.Is("duration"u8) || format.Is("email"u8) || format.Is("hostname"u8)
        || format.Is("uri"u8) || format.Is("ipv4"u8) || format.Is("ipv6"u8) || format.Is("uuid"u8);

    private static bool IsOfObjects(JsonView schema)
    {
        foreach (var type in schema["type"u8].Items)
        {
            if (type.Is("object"u8))
            {
                return true;
            }
        }

        return schema["type"u8].Is("object"u8) || schema["properties"u8].IsObject;
    }
}
