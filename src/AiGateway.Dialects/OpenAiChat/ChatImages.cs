using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>
/// Images that a model makes. OpenAI's Chat has no place for them; OpenRouter's <c>images</c>, which is read and written here, is what its clients know.
/// </summary>
internal static class ChatImages
{
    /// <summary>Reads an element of <c>images</c>: an image where it has the data itself, else words that name its place; null where it has neither.</summary>
    public static Part? Read(JsonView item)
    {
        // Of an event there is no more than the span.
        var given = item["image_url"u8];
        var quoted = given.IsObject ? given["url"u8].Quoted : given.Quoted;
        if (quoted.Length <= 2)
        {
            return null;
        }

        var url = new JsonString(quoted.ToArray());
        var source = MediaSource.FromUrl(url);
        return source.Data.IsEmpty ? new TextPart(JsonString.Wrap([.. "![]("u8, .. url.Escaped, .. ")"u8])) : new ImagePart(source);
    }

    /// <summary>Writes <c>images</c>, where there are any.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Part> parts)
    {
        var written = 0;
        foreach (var part in parts)
        {
            if (part is not ImagePart { Source.Data.IsEmpty: false } image)
            {
                continue;
            }

            if (written == 0)
            {
                writer.WriteStartArray("images"u8);
            }

            Write(writer, image.Source, written++);
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>Writes an element of <c>images</c>.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="source">The image, whose data there are.</param>
    /// <param name="index">Its place among the images of the answer.</param>
    public static void Write(Utf8JsonWriter writer, MediaSource source, int index)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "image_url"u8);
        writer.WriteStartObject("image_url"u8);
        writer.WriteText("url"u8, source.ToUrl("image/png"u8));
        writer.WriteEndObject();
        writer.WriteNumber("index"u8, index);
        writer.WriteEndObject();
    }
}
