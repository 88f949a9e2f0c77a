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
