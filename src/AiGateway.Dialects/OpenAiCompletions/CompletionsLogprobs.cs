using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>Probabilities of tokens: four lists of equal length here, and one list of objects in Chat, whose form is the hub's.</summary>
internal sealed class CompletionsLogprobs
{
    private long _offset;

    /// <summary>Begins an answer.</summary>
    /// <param name="ahead">What stands ahead of its first token, as it stands in JSON.</param>
    public CompletionsLogprobs(ReadOnlySpan<byte> ahead) => _offset = LengthOf(ahead);

    /// <summary>Writes <c>logprobs</c>; null where there are none.</summary>
    /// <param name="writer">Takes the member.</param>
    /// <param name="json">The hub's object; empty for none.</param>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            writer.WriteNull("logprobs"u8);
            return;
        }

        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var content = new JsonView(document.RootElement, default)["content"u8];
        writer.WriteStartObject("logprobs"u8);
        WriteList(writer, "tokens"u8, content, "token"u8);
        WriteList(writer, "token_logprobs"u8, content, "logprob"u8);
        WriteTop(writer, content);
        WriteOffsets(writer, content);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonView content, ReadOnlySpan<byte> member)
    {
        writer.WriteStartArray(name);
        foreach (var token in content.Items)
        {
            writer.WriteRawValue(token[member].IsGiven ? token[member].Span : "null"u8, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private static void WriteTop(Utf8JsonWriter writer, JsonView content)
    {
        writer.WriteStartArray("top_logprobs"u8);
        foreach (var token in content.Items)
        {
            writer.WriteStartObject();
            foreach (var other in token["top_logprobs"u8].Items)
            {
                var name = other["token"u8].Quoted;
                if (!name.IsEmpty && other["logprob"u8].IsGiven)
                {
                    writer.WritePropertyName(new JsonString(name.ToArray()).ToString());
                    writer.WriteRawValue(other["logprob"u8].Span, skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteOffsets(Utf8JsonWriter writer, JsonView content)
    {
        writer.WriteStartArray("text_offset"u8);
        foreach (var token in content.Items)
        {
            writer.WriteNumberValue(_offset);
            var quoted = token["token"u8].Quoted;
            _offset += quoted.Length > 2 ? LengthOf(quoted[1..^1]) : 0;
        }

        writer.WriteEndArray();
    }

    private static long LengthOf(ReadOnlySpan<byte> escaped)
    {
        var length = 0L;
        var units = new JsonUnits(escaped);
        while (units.TryRead(out _))
        {
            length++;
        }

        return length;
    }
}
