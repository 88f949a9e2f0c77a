using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes models as Google lists them. Its pages are not asked for one by one here: the first holds all of them.</summary>
internal static class GeminiModels
{
    /// <summary>Writes a list.</summary>
    public static void WriteAll(IBufferWriter<byte> output, IReadOnlyList<ListedModel> models)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (var model in models)
        {
            Write(writer, model);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, ListedModel model)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        Write(writer, model);
    }

    // What a model is good for only its provider knows; clients that sort by it are told what there is a path for.
    private static void Write(Utf8JsonWriter writer, ListedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, $"models/{model.Id}");
        writer.WriteString("displayName"u8, model.Id);
        writer.WriteStartArray("supportedGenerationMethods"u8);
        writer.WriteStringValue("generateContent"u8);
        writer.WriteStringValue("countTokens"u8);
        writer.WriteStringValue("embedContent"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
