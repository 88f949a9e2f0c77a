using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Writes models as OpenAI lists them.</summary>
internal static class OpenAiModels
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a list.</summary>
    public static void WriteAll(IBufferWriter<byte> output, in ModelPage page)
    {
        using var writer = new Utf8JsonWriter(output, s_readable);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var index = 0; index < page.Count; index++)
        {
            Write(writer, page[index]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, ListedModel model)
    {
        using var writer = new Utf8JsonWriter(output, s_readable);
        Write(writer, model);
    }

    /// <summary>Reads a list; null where the value is none.</summary>
    public static IReadOnlyList<ListedModel>? Read(JsonView list)
    {
        // One of those who imitate OpenAI leaves out what is round the array.
        var data = list.IsArray ? list : list["data"u8];
        if (!data.IsArray)
        {
            return null;
        }

        var models = new List<ListedModel>(data.Count);
        foreach (var item in data.Items)
        {
            if (item["id"u8].Text is { IsEmpty: false } id)
            {
                var created = Math.Clamp(item["created"u8].Integer ?? 0, 0, uint.MaxValue);
                models.Add(new ListedModel(id.ToString(), DateTimeOffset.FromUnixTimeSeconds(created), item["owned_by"u8].Text.ToString()));
            }
        }

        return models;
    }

    private static void Write(Utf8JsonWriter writer, ListedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, model.Id);
        writer.WriteString("object"u8, "model"u8);
        writer.WriteNumber("created"u8, model.Since.ToUnixTimeSeconds());
        writer.WriteString("owned_by"u8, model.OwnedBy);
        writer.WriteEndObject();
    }
}
