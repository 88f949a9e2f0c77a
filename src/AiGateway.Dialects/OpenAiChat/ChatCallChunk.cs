using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes what the delta of a chunk says of a call.</summary>
internal static class ChatCallChunk
{
    /// <summary>Writes <c>tool_calls</c>: the beginning of a call, a piece of its arguments or its signature.</summary>
    /// <param name="json">Stands in the delta.</param>
    /// <param name="choice">Takes note of what was written.</param>
    /// <param name="slot">The number of the call.</param>
    /// <param name="part">What is to be said.</param>
    /// <param name="context">Makes an id where the call has none.</param>
    public static void WriteTool(Utf8JsonWriter json, ChatChoiceWriting choice, int slot, scoped in StreamEvent part, AnswerContext context)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, slot);
        if (part.Kind == StreamEventKind.Signature)
        {
            json.WriteStartObject("extra_content"u8);
            json.WriteStartObject("google"u8);
            json.WriteJson("thought_signature"u8, part.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (part.Kind == StreamEventKind.ToolCall)
        {
            choice.NoteCall(slot, part.IsFreeform);
            json.WriteText("id"u8, CallIds.Of(part, context));
            json.WriteString("type"u8, part.IsFreeform ? "custom"u8 : "function"u8);
            json.WriteStartObject(part.IsFreeform ? "custom"u8 : "function"u8);
            json.WriteJson("name"u8, part.Name);
            json.WriteString(part.IsFreeform ? "input"u8 : "arguments"u8, ""u8);
            json.WriteEndObject();
        }
        else
        {
            choice.NoteArguments(slot);
            var isFreeform = choice.IsFreeform(slot);
            json.WriteStartObject(isFreeform ? "custom"u8 : "function"u8);
            json.WriteJson(isFreeform ? "input"u8 : "arguments"u8, part.Text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Writes <c>function_call</c>, as callers know it who know functions and no tools.</summary>
    /// <param name="json">Stands in the delta.</param>
    /// <param name="choice">Takes note of what was written.</param>
    /// <param name="slot">The number of the call.</param>
    /// <param name="part">Its beginning, or a piece of its arguments.</param>
    public static void WriteFunction(Utf8JsonWriter json, ChatChoiceWriting choice, int slot, scoped in StreamEvent part)
    {
        json.WriteStartObject("function_call"u8);
        if (part.Kind == StreamEventKind.ToolCall)
        {
            choice.NoteCall(slot, isFreeform: false);
            json.WriteJson("name"u8, part.Name);
            json.WriteString("arguments"u8, ""u8);
        }
        else
        {
            choice.NoteArguments(slot);
            json.WriteJson("arguments"u8, part.Text);
        }

        json.WriteEndObject();
    }
}
