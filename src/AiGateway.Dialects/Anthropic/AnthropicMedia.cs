using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes where an image or a document is.</summary>
internal static class AnthropicMedia
{
    /// <summary>Writes <c>source</c>.</summary>
    /// <param name="writer">Takes the member.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="fallbackType">The media type where none is known.</param>
    public static void Write(Utf8JsonWriter writer, MediaSource source, ReadOnlySpan<byte> fallbackType)
    {
        writer.WriteStartObject("source"u8);
        if (source.IsText)
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("media_type"u8, "text/plain"u8);
            writer.WriteText("data"u8, source.ReadText());
        }
        else if (source.Data.IsGiven)
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteText("media_type"u8, TypeOf(source.MediaType, fallbackType));
            writer.WriteText("data"u8, source.Data);
        }
        else if (source.FileId.IsGiven)
        {
            writer.WriteString("type"u8, "file"u8);
            writer.WriteText("file_id"u8, source.FileId);
        }
        else
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteText("url"u8, source.Url);
        }

        writer.WriteEndObject();
    }

    private static JsonString TypeOf(JsonString type, ReadOnlySpan<byte> fallback) =>
        type.IsEmpty ? JsonString.Wrap(fallback) : type.Is("image/jpg"u8) ? JsonString.Of("image/jpeg") : type;
}
