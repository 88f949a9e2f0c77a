using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes citations of a text block.</summary>
internal static class AnthropicCitations
{
    /// <summary>Writes <c>citations</c>.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Citation> citations)
    {
        writer.WriteStartArray("citations"u8);
        foreach (var citation in citations)
        {
            Write(writer, citation);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes one: as it came, or as a search result, which is all that another dialect's can be.</summary>
    public static void Write(Utf8JsonWriter writer, Citation citation)
    {
        if (citation is { Family: DialectFamily.Anthropic, Json.IsEmpty: false })
        {
            writer.WriteRawValue(citation.Json.Span, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "web_search_result_location"u8);
        writer.WriteText("url"u8, citation.Url.IsGiven ? citation.Url : JsonString.Empty);
        writer.WriteText("title"u8, citation.Title.IsGiven ? citation.Title : JsonString.Empty);
        writer.WriteText("cited_text"u8, citation.Quote.IsGiven ? citation.Quote : JsonString.Empty);
        writer.WriteString("encrypted_index"u8, ""u8);
        writer.WriteEndObject();
    }
}
