using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes what a model said, in a message of a request or of an answer. Chat has one text and then the calls: the order among them is lost.</summary>
/// <param name="writer">Takes the members; the object is the caller's.</param>
/// <param name="isAnswer">The message is an answer, which has all its members and can tell what a request's may not.</param>
/// <param name="takesFreeform">There are calls whose argument is text; else they are written as calls of the functions that stand in.</param>
internal sealed class ChatAssistantWriter(Utf8JsonWriter writer, bool isAnswer, bool takesFreeform = true)
{
    /// <summary>Of an answer: the caller knows functions and no tools, and gets the first call. Default false.</summary>
    public bool KnowsFunctionsOnly { get; init; }

    /// <summary>Whether a part that the hub has no word for can be written: spoken words.</summary>
    public static bool Takes(OpaquePart part) => part.Family == DialectFamily.OpenAi && part.Type.Is("audio"u8);

    /// <summary>Whether a turn has words or calls, without which it can be no message.</summary>
    public static bool HasWords(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is TextPart { Text.IsEmpty: false } or RefusalPart or ToolCallPart || (part is OpaquePart opaque && Takes(opaque)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the members.</summary>
    public void Write(IReadOnlyList<Part> parts)
    {
        var refusal = PartText.Join(parts, static part => part is RefusalPart declined ? declined.Text : default);
        var reasoning = PartText.Join(parts, static part => part is ReasoningPart thought ? thought.Text : default);
        WriteOrNull("content"u8, PartText.Join(parts));
        if (!refusal.IsEmpty || isAnswer)
        {
            WriteOrNull("refusal"u8, refusal);
        }

        if (!reasoning.IsEmpty)
        {
            writer.WriteText("reasoning_content"u8, reasoning);
        }

        if (isAnswer)
        {
            WriteThinkingBlocks(parts);
            ChatImages.Write(writer, parts);
            ChatCitations.Write(writer, parts);
        }

        WriteAudio(parts);
        if (KnowsFunctionsOnly)
        {
            WriteFunctionCall(parts);
        }
        else
        {
            WriteCalls(parts);
        }
    }

    private void WriteOrNull(ReadOnlySpan<byte> name, JsonString text)
    {
        if (text.IsEmpty)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteText(name, text);
        }
    }

    // What must come back unchanged has no place in Chat but this one, which other gateways use too.
    private void WriteThinkingBlocks(IReadOnlyList<Part> parts)
    {
        var written = 0;
        foreach (var part in parts)
        {
            if (part is not (SealedReasoningPart or ReasoningPart { Signature: not null }))
            {
                continue;
            }

            if (written++ == 0)
            {
                writer.WriteStartArray("thinking_blocks"u8);
            }

            writer.WriteStartObject();
            WriteThinkingBlock(part);
            writer.WriteEndObject();
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }
    }

    private void WriteThinkingBlock(Part part)
    {
        if (part is SealedReasoningPart sealedPart)
        {
            writer.WriteString("type"u8, "redacted_thinking"u8);
            writer.WriteText("data"u8, SignatureTag.Write(sealedPart.Content, DialectFamily.Anthropic, isSealed: true));
        }
        else if (part is ReasoningPart reasoning)
        {
            writer.WriteString("type"u8, "thinking"u8);
            writer.WriteText("thinking"u8, reasoning.Text.IsGiven ? reasoning.Text : JsonString.Empty);
            writer.WriteText("signature"u8, SignatureTag.Write(reasoning.Signature!, DialectFamily.Anthropic, isSealed: false));
        }
    }

    private void WriteAudio(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is OpaquePart opaque && Takes(opaque))
            {
                writer.WriteJson("audio"u8, opaque.Json.Span);
                return;
            }
        }
    }

    private void WriteFunctionCall(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is ToolCallPart call)
            {
                writer.WriteStartObject("function_call"u8);
                writer.WriteText("name"u8, call.Name);
                writer.WriteText("arguments"u8, JsonString.OfUtf8(call.Arguments.IsEmpty ? "{}"u8 : call.Arguments.Span));
                writer.WriteEndObject();
                return;
            }
        }
    }

    private void WriteCalls(IReadOnlyList<Part> parts)
    {
        var written = 0;
        foreach (var part in parts)
        {
            if (part is ToolCallPart call)
            {
                if (written++ == 0)
                {
                    writer.WriteStartArray("tool_calls"u8);
                }

                WriteCall(call, written - 1);
            }
        }

        if (written > 0)
        {
            writer.WriteEndArray();
        }
    }

    private void WriteCall(ToolCallPart call, int index)
    {
        var isFreeform = call.IsFreeform && takesFreeform;
        var arguments = call.IsFreeform && !takesFreeform ? FreeformEmulation.Wrap(call.Arguments.Span)
            : call.Arguments.IsEmpty && !isFreeform ? "{}"u8
            : call.Arguments.Span;
        writer.WriteStartObject();
        writer.WriteText("id"u8, call.Id.IsEmpty ? JsonString.Of($"call_{index}") : call.Id);
        writer.WriteString("type"u8, isFreeform ? "custom"u8 : "function"u8);
        writer.WriteStartObject(isFreeform ? "custom"u8 : "function"u8);
        writer.WriteText("name"u8, call.Name);
        writer.WriteText(isFreeform ? "input"u8 : "arguments"u8, JsonString.OfUtf8(arguments));
        writer.WriteEndObject();
        if (isAnswer && call.Signature is { Family: DialectFamily.Gemini } signature)
        {
            writer.WriteStartObject("extra_content"u8);
            writer.WriteStartObject("google"u8);
            writer.WriteText("thought_signature"u8, signature.Value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
