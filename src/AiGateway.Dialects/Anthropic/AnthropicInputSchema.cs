using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Schemas of tools as the API takes them: of an object, and with no choice between several at the top.</summary>
internal static class AnthropicInputSchema
{
    private static readonly byte[] s_nothing = [.. """{"type":"object","properties":{}}"""u8];

    /// <summary>The schema as the API takes it; the same bytes where it does already.</summary>
    /// <param name="schema">The schema; empty for a tool that takes nothing.</param>
    /// <param name="dropped">Takes note of a choice that is left to the model.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> schema, DroppedFields dropped)
    {
        if (schema.IsEmpty)
        {
            return s_nothing;
        }

        using var document = JsonDocument.Parse(schema, JsonView.Options);
        var view = new JsonView(document.RootElement, schema);
        var isObject = view["type"u8].Is("object"u8);
        if (isObject && !view["anyOf"u8].IsArray && !view["oneOf"u8].IsArray && !view["allOf"u8].IsArray)
        {
            return schema;
        }

        NoteChoice(view["anyOf"u8], "tools.anyOf", dropped);
        NoteChoice(view["oneOf"u8], "tools.oneOf", dropped);
        var output = new ArrayBufferWriter<byte>(schema.Length + 32);
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            WriteObject(writer, view);
        }

        return output.WrittenMemory;
    }

    private static void NoteChoice(JsonView variants, string name, DroppedFields dropped)
    {
        if (variants.Count > 1)
        {
            dropped.Add(name);
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonView schema)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        var members = schema.Members;
        while (members.MoveNext())
        {
            if (!IsMerged(members.Name))
            {
                writer.WriteJson(JsonString.Wrap(members.Name).Decode().Span, members.Current.Span);
            }
        }

        writer.WriteStartObject("properties"u8);
        new Merging(writer, schema).WriteProperties(schema, 0);
        writer.WriteEndObject();
        var required = new Merging(writer, schema);
        required.WriteRequired(schema, 0);
        required.End();
        writer.WriteEndObject();
    }

    private static bool IsMerged(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("type"u8) || name.SequenceEqual("properties"u8) || name.SequenceEqual("required"u8)
        || name.SequenceEqual("anyOf"u8) || name.SequenceEqual("oneOf"u8) || name.SequenceEqual("allOf"u8);

    // What may be a member in any of the variants may be one; what must be one in the schema itself, or in all of a list that holds at once, must be.
    private sealed class Merging(Utf8JsonWriter writer, JsonView root)
    {
        // Variants of variants are rare, and may name each other: none is followed twice, lest a short schema make endless work.
        private const int Deepest = 8;
        private const int MostReferences = 256;

        private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public void WriteProperties(JsonView schema, int depth)
        {
            var properties = schema["properties"u8].Members;
            while (properties.MoveNext())
            {
                var name = JsonString.Wrap(properties.Name);
                if (_names.Add(name.ToString()))
                {
                    writer.WriteJson(name.Decode().Span, properties.Current.Span);
                }
            }

            if (depth < Deepest)
            {
                WriteVariants(schema["anyOf"u8], depth + 1);
                WriteVariants(schema["oneOf"u8], depth + 1);
                WriteVariants(schema["allOf"u8], depth + 1);
            }
        }

        public void WriteRequired(JsonView schema, int depth)
        {
            foreach (var name in schema["required"u8].Items)
            {
                if (name.Text.IsGiven && _names.Add(name.Text.ToString()))
                {
                    if (_names.Count == 1)
                    {
                        writer.WriteStartArray("required"u8);
                    }

                    writer.WriteRawValue(name.Span, skipInputValidation: true);
                }
            }

            foreach (var part in depth < Deepest ? schema["allOf"u8].Items : default)
            {
                WriteRequired(Resolve(part), depth + 1);
            }
        }

        public void End()
        {
            if (_names.Count > 0)
            {
                writer.WriteEndArray();
            }
        }

        private void WriteVariants(JsonView variants, int depth)
        {
            foreach (var variant in variants.Items)
            {
                WriteProperties(Resolve(variant), depth);
            }
        }

        private JsonView Resolve(JsonView schema)
        {
            var reference = schema["$ref"u8].Text.ToString();
            foreach (var place in (ReadOnlySpan<string>)["$defs", "definitions"])
            {
                if (reference.StartsWith($"#/{place}/", StringComparison.Ordinal))
                {
                    if (_followed.Count == MostReferences || !_followed.Add(reference))
                    {
                        return default;
                    }

                    return root[Encoding.UTF8.GetBytes(place)][Encoding.UTF8.GetBytes(reference[(place.Length + 3)..])];
                }
            }

            return schema;
        }
    }
}
