using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes <c>functionCall</c>, in requests and in answers.</summary>
internal static class GeminiCall
{
    /// <summary>Writes the member. Arguments are an object, whatever the model wrote.</summary>
    public static void Write(Utf8JsonWriter writer, ToolCallPart call, bool withId)
    {
        writer.WriteStartObject("functionCall"u8);
        if (withId)
        {
            writer.WriteText("id"u8, call.Id);
        }

        writer.WriteText("name"u8, call.Name);
        var arguments = call.Arguments.Span.Trim(" \t\r\n"u8);
        if (!call.IsFreeform && (arguments.IsEmpty || JsonCheck.IsObject(arguments)))
        {
            writer.WriteJson("args"u8, arguments.IsEmpty ? "{}"u8 : arguments);
        }
        else
        {
            writer.WriteStartObject("args"u8);
            writer.WriteText(call.IsFreeform ? "input"u8 : "_raw"u8, JsonString.OfUtf8(call.IsFreeform ? call.Arguments.Span : arguments));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
