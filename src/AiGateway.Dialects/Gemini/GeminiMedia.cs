using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes images, sound and documents as parts.</summary>
internal static class GeminiMedia
{
    /// <summary>Writes a part.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="fallbackType">The media type where none is known: Vertex AI takes nothing without one.</param>
    public static void Write(Utf8JsonWriter writer, MediaSource source, ReadOnlySpan<byte> fallbackType)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(source.Data.IsGiven ? "inlineData"u8 : "fileData"u8);
        writer.WriteText("mimeType"u8, source.MediaType.IsEmpty ? JsonString.Wrap(TypeOf(source.Url, fallbackType)) : source.MediaType);
        writer.WriteText(source.Data.IsGiven ? "data"u8 : "fileUri"u8, source.Data.IsGiven ? source.Data : source.Url);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // A page of a video has no ending, and is one all the same.
    private static ReadOnlySpan<byte> TypeOf(JsonString url, ReadOnlySpan<byte> fallback)
    {
        var text = url.ToString();
        if (text.StartsWith("https://www.youtube.com/", StringComparison.Ordinal) || text.StartsWith("https://youtu.be/", StringComparison.Ordinal))
        {
            return "video/mp4"u8;
        }

        var end = text.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? text : text.AsSpan(0, end);
        return EndsWith(path, ".png") ? "image/png"u8
            : EndsWith(path, ".jpg") || EndsWith(path, ".jpeg") ? "image/jpeg"u8
            : EndsWith(path, ".webp") ? "image/webp"u8
            : EndsWith(path, ".gif") ? "image/gif"u8
            : EndsWith(path, ".heic") ? "image/heic"u8
            : EndsWith(path, ".pdf") ? "application/pdf"u8
            : EndsWith(path, ".txt") || EndsWith(path, ".md") ? "text/plain"u8
            : EndsWith(path, ".csv") ? "text/csv"u8
            : EndsWith(path, ".mp3") ? "audio/mp3"u8
            : EndsWith(path, ".wav") ? "audio/wav"u8
            : EndsWith(path, ".mp4") ? "video/mp4"u8
            : fallback;
    }

    private static bool EndsWith(ReadOnlySpan<char> path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
