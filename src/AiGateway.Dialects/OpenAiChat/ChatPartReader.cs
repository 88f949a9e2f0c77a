using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads the content of a Chat message.</summary>
internal static class ChatPartReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAi, "type", "text", "refusal", "thinking", "image_url", "input_audio", "file", "cache_control");

    /// <summary>Reads <c>content</c>: a string, or an array of parts.</summary>
    public static IReadOnlyList<Part> ReadContent(JsonView message)
    {
        var content = message["content"u8];
        if (content.Text is { IsGiven: true } text)
        {
            return [new TextPart(text) { Cache = ChatRequestReader.ReadCache(message) }];
        }

        var parts = new List<Part>(content.Count);
        foreach (var item in content.Items)
        {
            var part = Read(item);
            parts.Add(part is OpaquePart ? part : part with { Cache = ChatRequestReader.ReadCache(item), Extras = s_known.Extras(item) });
        }

        return parts;
    }

    private static Part Read(JsonView item)
    {
        var type = item["type"u8];
        if (type.Is("text"u8))
        {
            return new TextPart(item["text"u8].Text);
        }

        if (type.Is("refusal"u8))
        {
            return new RefusalPart(item["refusal"u8].Text);
        }

        if (type.Is("thinking"u8))
        {
            return new ReasoningPart(ReadThinking(item["thinking"u8]));
        }

        if (type.Is("image_url"u8))
        {
            return ReadImage(item["image_url"u8]);
        }

        if (type.Is("input_audio"u8) && item["input_audio"u8]["data"u8].Text is { IsGiven: true } data)
        {
            return new AudioPart(ReadAudio(data, item["input_audio"u8]["format"u8].Text));
        }

        return type.Is("file"u8) ? ReadFile(item["file"u8]) : new OpaquePart(DialectFamily.OpenAi, type.Text, item.Raw);
    }

    // Mistral: an array of text parts.
    private static JsonString ReadThinking(JsonView thinking)
    {
        if (thinking.Text.IsGiven)
        {
            return thinking.Text;
        }

        var texts = new List<JsonString>(thinking.Count);
        foreach (var piece in thinking.Items)
        {
            texts.Add(piece["text"u8].Text);
        }

        return JsonString.Join(texts);
    }

    private static ImagePart ReadImage(JsonView image) =>
        new(MediaSource.FromUrl(image.Text.IsGiven ? image.Text : image["url"u8].Text)) { Detail = image["detail"u8].Text };

    // DashScope and others take a data URI, or a URL, where OpenAI has bare base64.
    private static MediaSource ReadAudio(JsonString data, JsonString format)
    {
        if (data.StartsWith("data:"u8) || data.StartsWith("http"u8))
        {
            return MediaSource.FromUrl(data);
        }

        return new MediaSource { Data = data, MediaType = format.IsEmpty ? default : JsonString.Wrap([.. "audio/"u8, .. format.Escaped]) };
    }

    private static FilePart ReadFile(JsonView file)
    {
        var source = file["file_id"u8].Text is { IsEmpty: false } id
            ? new MediaSource { FileId = id }
            : file["file_data"u8].Text is { } data && data.StartsWith("data:"u8)
                ? MediaSource.FromUrl(data)
                : new MediaSource { Data = data, MediaType = JsonString.Of("application/pdf") };
        return new FilePart(source) { Title = file["filename"u8].Text };
    }
}
