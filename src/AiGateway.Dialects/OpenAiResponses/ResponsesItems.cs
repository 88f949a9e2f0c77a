using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes members of items that requests and answers share.</summary>
internal static class ResponsesItems
{
    /// <summary>Writes the members of a call.</summary>
    /// <param name="writer">Takes them; the object is the caller's.</param>
    /// <param name="call">The call.</param>
    /// <param name="isFreeform">Its argument is written as the text that it is.</param>
    /// <param name="tools">The caller's tools, by whose groups the tool is named; none where it is named as it is.</param>
    public static void WriteCall(Utf8JsonWriter writer, ToolCallPart call, bool isFreeform, IReadOnlyList<Tool> tools)
    {
        var (group, name) = ResponsesNamespace.Find(call.Name, tools);
        writer.WriteText("call_id"u8, call.Id.IsGiven ? call.Id : JsonString.Empty);
        writer.WriteText("name"u8, name.IsGiven ? name : JsonString.Empty);
        WriteNamespace(writer, group);
        var arguments = isFreeform ? call.Arguments.Span
            : call.IsFreeform ? FreeformEmulation.Wrap(call.Arguments.Span)
            : call.Arguments.IsEmpty ? "{}"u8
            : call.Arguments.Span;
        writer.WriteText(isFreeform ? "input"u8 : "arguments"u8, JsonString.OfUtf8(arguments));
    }

    /// <summary>Writes <c>namespace</c>, where there is one.</summary>
    public static void WriteNamespace(Utf8JsonWriter writer, JsonString group)
    {
        if (!group.IsEmpty)
        {
            writer.WriteText("namespace"u8, group);
        }
    }

    /// <summary>Writes <c>summary</c>, empty where there is no text.</summary>
    public static void WriteSummary(Utf8JsonWriter writer, JsonString text)
    {
        writer.WriteStartArray("summary"u8);
        if (!text.IsEmpty)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "summary_text"u8);
            writer.WriteText("text"u8, text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what an image is and its bytes.</summary>
    /// <param name="writer">Takes the members; the object is the caller's.</param>
    /// <param name="mediaType">Its media type; empty where nobody says.</param>
    /// <param name="data">The bytes in base64; not there where they are yet to come.</param>
    public static void WriteImage(Utf8JsonWriter writer, JsonString mediaType, JsonString data)
    {
        if (mediaType.Escaped.StartsWith("image/"u8))
        {
            writer.WriteText("output_format"u8, JsonString.Wrap(mediaType.Escaped["image/"u8.Length..]));
        }

        writer.WriteJson("result"u8, data.IsGiven ? data.Quoted.Span : "null"u8);
    }

    /// <summary>Reads an item that is an image; null where its bytes are not there.</summary>
    public static ImagePart? ReadImage(JsonView item) =>
        item["result"u8].Text is { IsEmpty: false } data
            ? new ImagePart(new MediaSource { Data = data, MediaType = MediaTypeOf(item["output_format"u8].Quoted) })
            : null;

    /// <summary>The media type of an image of a format; PNG, the default, where nothing is said.</summary>
    /// <param name="format">The format, with its quotes; empty where there is none.</param>
    public static JsonString MediaTypeOf(ReadOnlySpan<byte> format) =>
        JsonString.Wrap([.. "image/"u8, .. format.Length > 2 ? format[1..^1] : "png"u8]);

    /// <summary>Writes an annotation that cites a page.</summary>
    public static void WriteCitation(Utf8JsonWriter writer, Citation citation, long start, long end)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "url_citation"u8);
        writer.WriteNumber("start_index"u8, start);
        writer.WriteNumber("end_index"u8, end);
        writer.WriteText("url"u8, citation.Url);
        writer.WriteText("title"u8, citation.Title.IsGiven ? citation.Title : JsonString.Empty);
        writer.WriteEndObject();
    }
}
