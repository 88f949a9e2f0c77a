using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>The pages that an answer cites, as members of its candidate.</summary>
internal static class GeminiGrounding
{
    /// <summary>Writes <c>groundingMetadata</c>; nothing where no page is cited.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Citation> pages)
    {
        if (pages.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("groundingMetadata"u8);
        writer.WriteStartArray("groundingChunks"u8);
        foreach (var page in pages)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("web"u8);
            writer.WriteText("uri"u8, page.Url);
            writer.WriteText("title"u8, page.Title);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
