using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Reads the content of messages and of results, in requests and in answers.</summary>
internal static class ResponsesPartReader
{
    private static readonly KnownMembers s_known = new(
        DialectFamily.OpenAiResponses,
        "type", "text", "refusal", "annotations", "logprobs", "image_url", "file_id", "detail", "filename", "file_data", "file_url", "input_audio");

    /// <summary>Reads content: a string, or an array of parts.</summary>
    public static List<Part> ReadContent(JsonView content)
    {
        if (content.Text is { IsGiven: true } text)
        {
            return [new TextPart(text)];
        }

        var parts = new List<Part>(content.Count);
        foreach (var item in content.Items)
        {
            var part = Read(item);
            parts.Add(part is OpaquePart ? part : part with { Extras = s_known.Extras(item) });
        }

        return parts;
    }

    /// <summary>Reads an annotation; null where it cites no page.</summary>
    /// <param name="annotation">The annotation.</param>
    /// <param name="hasRange">The places that it tells are those of the answer's whole text.</param>
    public static Citation? ReadCitation(JsonView annotation, bool hasRange)
    {
        if (!annotation["type"u8].Is("url_citation"u8))
        {
            return null;
        }

        return new Citation
        {
            Url = annotation["url"u8].Text,
            Title = annotation["title"u8].Text,
            Range = hasRange && annotation["start_index"u8].Integer is { } start && annotation["end_index"u8].Integer is { } end ? (start, end) : null,
            Family = DialectFamily.OpenAiResponses,
            Json = annotation.Raw,
        };
    }

    private static Part Read(JsonView item)
    {
        var type = item["type"u8];
        if (type.Is("input_text"u8) || type.Is("output_text"u8) || type.Is("text"u8))
        {
            return new TextPart(item["text"u8].Text) { Citations = ReadCitations(item["annotations"u8]) };
        }

        if (type.Is("refusal"u8))
        {
            return new RefusalPart(item["refusal"u8].Text);
        }

        if (type.Is("input_image"u8))
        {
            return ReadImage(item);
        }

        if (type.Is("input_audio"u8) && item["input_audio"u8]["data"u8].Text is { IsGiven: true } data)
        {
            return new AudioPart(ReadAudio(data, item["input_audio"u8]["format"u8].Text));
        }

        return type.Is("input_file"u8) ? ReadFile(item) : new OpaquePart(DialectFamily.OpenAiResponses, type.Text, item.Raw);
    }

    private static List<Citation> ReadCitations(JsonView annotations)
    {
        var citations = new List<Citation>(annotations.Count);
        foreach (var annotation in annotations.Items)
        {
            if (ReadCitation(annotation, hasRange: true) is { } citation)
            {
                citations.Add(citation);
            }
        }

        return citations;
    }

    private static ImagePart ReadImage(JsonView item)
    {
        var image = item["image_url"u8];
        var url = image.Text.IsGiven ? image.Text : image["url"u8].Text;
        var source = url.IsGiven ? MediaSource.FromUrl(url) : new MediaSource { FileId = item["file_id"u8].Text };
        return new ImagePart(source) { Detail = item["detail"u8].Text };
    }

    private static MediaSource ReadAudio(JsonString data, JsonString format)
    {
        if (data.StartsWith("data:"u8) || data.StartsWith("http"u8))
        {
            return MediaSource.FromUrl(data);
        }

        return new MediaSource { Data = data, MediaType = format.IsEmpty ? default : JsonString.Wrap([.. "audio/"u8, .. format.Escaped]) };
    }

    private static FilePart ReadFile(JsonView item)
    {
        var data = item["file_data"u8].Text;
        var source = item["file_id"u8].Text is { IsEmpty: false } id ? new MediaSource { FileId = id }
            : item["file_url"u8].Text is { IsEmpty: false } url ? MediaSource.FromUrl(url)
            : data.StartsWith("data:"u8) ? MediaSource.FromUrl(data)
            : new MediaSource { Data = data, MediaType = JsonString.Of("application/pdf") };
        return new FilePart(source) { Title = item["filename"u8].Text };
    }
}
