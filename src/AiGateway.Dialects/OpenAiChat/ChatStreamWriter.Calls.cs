using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <content>How calls are written: of tools, and of functions for whoever knows no tools.</content>
internal sealed partial class ChatStreamWriter
{
    private void WriteCall(ChatChoiceWriting choice, int slot, scoped in StreamEvent part)
    {
        if (IsOld)
        {
            WriteFunctionCall(choice, slot, part);
            return;
        }

        BeginChunk(choice);
        Json.WriteStartArray("tool_calls"u8);
        Json.WriteStartObject();
        Json.WriteNumber("index"u8, slot);
        if (part.Kind == StreamEventKind.Signature)
        {
            Json.WriteStartObject("extra_content"u8);
            Json.WriteStartObject("google"u8);
            Json.WriteJson("thought_signature"u8, part.Text);
            Json.WriteEndObject();
            Json.WriteEndObject();
        }
        else
        {
            WriteFunction(choice, slot, part);
        }

        Json.WriteEndObject();
        Json.WriteEndArray();
        EndChunk();
    }

    // The first of them: who knows functions and no tools has a place for one.
    private void WriteFunctionCall(ChatChoiceWriting choice, int slot, scoped in StreamEvent part)
    {
        if (slot > 0 || part.Kind == StreamEventKind.Signature)
        {
            return;
        }

        BeginChunk(choice);
        Json.WriteStartObject("function_call"u8);
        if (part.Kind == StreamEventKind.ToolCall)
        {
            choice.NoteCall(slot, isFreeform: false);
            Json.WriteJson("name"u8, part.Name);
            Json.WriteString("arguments"u8, ""u8);
        }
        else
        {
            choice.NoteArguments(slot);
            Json.WriteJson("arguments"u8, part.Text);
        }

        Json.WriteEndObject();
        EndChunk();
    }

    private void WriteFunction(ChatChoiceWriting choice, int slot, scoped in StreamEvent part)
    {
        if (part.Kind == StreamEventKind.ToolCall)
        {
            choice.NoteCall(slot, part.IsFreeform);
            Json.WriteText("id"u8, CallIds.Of(part, Context));
            Json.WriteString("type"u8, part.IsFreeform ? "custom"u8 : "function"u8);
        }
        else
        {
            choice.NoteArguments(slot);
        }

        var isFreeform = choice.IsFreeform(slot);
        Json.WriteStartObject(isFreeform ? "custom"u8 : "function"u8);
        if (part.Kind == StreamEventKind.ToolCall)
        {
            Json.WriteJson("name"u8, part.Name);
        }

        Json.WriteJson(isFreeform ? "input"u8 : "arguments"u8, part.Kind == StreamEventKind.ToolCall ? "\"\""u8 : part.Text);
        Json.WriteEndObject();
    }

    private void WriteMissingArguments(ChatChoiceWriting choice, int slot)
    {
        if (choice.LacksArguments(slot))
        {
            WriteCall(choice, slot, new StreamEvent { Kind = StreamEventKind.Arguments, Text = "\"{}\""u8 });
        }
    }
}
