using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads content blocks, of requests and of answers.</summary>
internal static class AnthropicBlockReader
{
    // Who made a call ("caller") means nothing elsewhere: the answer to it is the same.
    private static readonly KnownMembers s_known = new(
        DialectFamily.Anthropic,
        "type", "text", "citations", "id", "name", "input", "tool_use_id", "content", "is_error", "thinking", "signature", "data", "source", "title", "context",
        "cache_control", "caller");

    private static readonly KnownMembers s_knownOfWords = new(DialectFamily.Anthropic, "type", "title", "source", "context", "content", "cache_control");

    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");

    /// <summary>Reads content: a string, or an array of blocks.</summary>
    public static List<Part> ReadContent(JsonView content)
    {
        if (content.Text is { IsGiven: true } text)
        {
            return [new TextPart(text)];
        }

        var parts = new List<Part>(content.Count);
        foreach (var block in content.Items)
        {
            var part = Read(block);
            parts.Add(part is OpaquePart ? part : part with { Cache = ReadCache(block), Extras = s_known.Extras(block) });
        }

        return parts;
    }

    /// <summary>Reads the cache marker of a block, a tool or a request.</summary>
    public static CacheMarker? ReadCache(JsonView holder) =>
        holder["cache_control"u8] is { IsObject: true } marker ? new CacheMarker(marker["ttl"u8].Text) : null;

    /// <summary>Reads a citation of a text block.</summary>
    public static Citation ReadCitation(JsonView citation)
    {
        var title = citation["title"u8].Text;
        return new Citation
        {
            Url = citation["url"u8].Text,
            Title = title.IsEmpty ? citation["document_title"u8].Text : title,
            Quote = citation["cited_text"u8].Text,
            Family = DialectFamily.Anthropic,
            Json = citation.Raw,
        };
    }

    private static Part Read(JsonView block)
    {
        var type = block["type"u8];
        if (type.Is("text"u8))
        {
            return new TextPart(block["text"u8].Text) { Citations = ReadCitations(block["citations"u8]) };
        }

        if (type.Is("tool_use"u8))
        {
            return new ToolCallPart(block["id"u8].Text, block["name"u8].Text, block["input"u8].Raw);
        }

        if (type.Is("tool_result"u8))
        {
            return new ToolResultPart(block["tool_use_id"u8].Text, ReadContent(block["content"u8])) { IsError = block["is_error"u8].Flag ?? false };
        }

        if (type.Is("thinking"u8))
        {
            var signature = block["signature"u8].Text;
            return new ReasoningPart(block["thinking"u8].Text)
            {
                Signature = signature.IsEmpty ? null : new Signature(DialectFamily.Anthropic, signature),
            };
        }

        if (type.Is("redacted_thinking"u8))
        {
            return new SealedReasoningPart(new Signature(DialectFamily.Anthropic, block["data"u8].Text));
        }

        if (type.Is("image"u8) && ReadSource(block["source"u8]) is { } image)
        {
            return new ImagePart(image);
        }

        return type.Is("document"u8) && ReadSource(block["source"u8]) is { } document
            ? ReadDocument(block, document)
            : ReadOpaque(type, block);
    }

    private static OpaquePart ReadOpaque(JsonView type, JsonView block)
    {
        var opaque = new OpaquePart(DialectFamily.Anthropic, type.Text, block.Raw);
        return WordsOf(type, block) is { IsGiven: true } words
            ? opaque with { Words = words, Cache = ReadCache(block), Extras = s_knownOfWords.Extras(block) }
            : opaque;
    }

    // What was found, and documents of several texts, are texts all the same.
    private static JsonString WordsOf(JsonView type, JsonView block)
    {
        var isFound = type.Is("search_result"u8);
        var content = isFound ? block["content"u8] : type.Is("document"u8) ? block["source"u8]["content"u8] : default;
        var texts = new List<JsonString> { block["title"u8].Text, isFound ? block["source"u8].Text : block["context"u8].Text, content.Text };
        foreach (var item in content.Items)
        {
            if (!item["text"u8].Text.IsGiven)
            {
                return default;
            }

            texts.Add(item["text"u8].Text);
        }

        return content.IsGiven ? JsonString.Join(texts, s_blankLine) : default;
    }

    private static FilePart ReadDocument(JsonView block, MediaSource source) => new(source)
    {
        Title = block["title"u8].Text,
        Context = block["context"u8].Text,
        Cite = block["citations"u8]["enabled"u8].Flag,
    };

    // A document may also be a list of blocks, which nobody else has.
    private static MediaSource? ReadSource(JsonView source)
    {
        var type = source["type"u8];
        var data = source["data"u8].Text;
        return type.Is("base64"u8) && data.IsGiven ? new MediaSource { MediaType = source["media_type"u8].Text, Data = data }
            : type.Is("url"u8) && source["url"u8].Text.IsGiven ? new MediaSource { Url = source["url"u8].Text }
            : type.Is("file"u8) && source["file_id"u8].Text.IsGiven ? new MediaSource { FileId = source["file_id"u8].Text }
            : type.Is("text"u8) && data.IsGiven ? new MediaSource { MediaType = source["media_type"u8].Text, Text = data }
            : null;
    }

    private static List<Citation> ReadCitations(JsonView citations)
    {
        var read = new List<Citation>(citations.Count);
        foreach (var citation in citations.Items)
        {
            read.Add(ReadCitation(citation));
        }

        return read;
    }
}
