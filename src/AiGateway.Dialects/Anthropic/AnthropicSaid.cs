using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes the blocks of what a model said, in requests and in answers.</summary>
internal static class AnthropicSaid
{
    /// <summary>Writes the members of a block; the object is the caller's.</summary>
    public static void Write(Utf8JsonWriter writer, Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(writer, text.Text);
                break;
            case RefusalPart refusal:
                WriteText(writer, refusal.Text);
                break;
            case ReasoningPart reasoning:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteText("thinking"u8, reasoning.Text.IsGiven ? reasoning.Text : JsonString.Empty);
                writer.WriteText("signature"u8, reasoning.Signature is { Family: DialectFamily.Anthropic } signature ? signature.Value : JsonString.Empty);
                break;
            case SealedReasoningPart sealedPart:
                writer.WriteString("type"u8, "redacted_thinking"u8);
                writer.WriteText("data"u8, sealedPart.Content.Value);
                break;
            case ToolCallPart call:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteText("id"u8, call.Id);
                writer.WriteText("name"u8, call.Name);
                WriteInput(writer, call);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, JsonString text)
    {
        writer.WriteString("type"u8, "text"u8);
        writer.WriteText("text"u8, text.IsGiven ? text : JsonString.Empty);
    }

    // The input is an object, whatever the model wrote.
    private static void WriteInput(Utf8JsonWriter writer, ToolCallPart call)
    {
        var arguments = call.Arguments.Span.Trim(" \t\r\n"u8);
        if (call.IsFreeform)
        {
            WriteWrapped(writer, "input"u8, call.Arguments.Span);
        }
        else if (arguments.IsEmpty)
        {
            writer.WriteJson("input"u8, "{}"u8);
        }
        else if (JsonCheck.IsObject(arguments))
        {
            writer.WriteJson("input"u8, arguments);
        }
        else
        {
            WriteWrapped(writer, "_raw"u8, arguments);
        }
    }

    private static void WriteWrapped(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        writer.WriteStartObject("input"u8);
        writer.WriteText(name, JsonString.OfUtf8(text));
        writer.WriteEndObject();
    }

    /// <summary>Writes who calls a tool, which must be there in answers: the model itself, and none of Anthropic's own tools.</summary>
    public static void WriteCaller(Utf8JsonWriter writer) => writer.WriteJson("caller"u8, """{"type":"direct"}"""u8);
}
