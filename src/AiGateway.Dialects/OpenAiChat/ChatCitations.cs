using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes citations as annotations of the one text that a Chat message has.</summary>
internal static class ChatCitations
{
    /// <summary>Writes <c>annotations</c>; nothing where no page is cited. What is cited from a document of the request has no form in Chat.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Part> parts)
    {
        var written = 0;
        var offset = 0L;
        foreach (var part in parts)
        {
            if (part is not TextPart text)
            {
                continue;
            }

            var length = text.Citations.Count > 0 ? text.Text.ToString().Length : 0;
            foreach (var citation in text.Citations)
            {
                if (!citation.Url.IsEmpty)
                {
                    if (written++ == 0)
                    {
                        writer.WriteStartArray("annotations"u8);
                    }

                    var (start, end) = citation.Range ?? (0, length);
                    Write(writer, citation, offset + start, offset + end);
                }
            }

            offset += text.Citations.Count > 0 ? length : text.Text.IsEmpty ? 0 : text.Text.ToString().Length;
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>Reads the <c>url_citation</c> of a chunk into memory of its own; null where no page is named.</summary>
    public static Citation? Read(JsonView cited) => cited["url"u8].Quoted.Length <= 2 ? null : new Citation
    {
        Url = new JsonString(cited["url"u8].Quoted.ToArray()),
        Title = new JsonString(cited["title"u8].Quoted.ToArray()),
        Range = cited["start_index"u8].Integer is { } start && cited["end_index"u8].Integer is { } end ? (start, end) : null,
        Family = DialectFamily.OpenAi,
    };

    /// <summary>Writes one annotation.</summary>
    public static void Write(Utf8JsonWriter writer, Citation citation, long start, long end)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "url_citation"u8);
        writer.WriteStartObject("url_citation"u8);
        writer.WriteNumber("start_index"u8, start);
        writer.WriteNumber("end_index"u8, end);
        writer.WriteText("url"u8, citation.Url);
        writer.WriteText("title"u8, citation.Title.IsGiven ? citation.Title : JsonString.Empty);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
