using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes an item as it is while it is told, and as it is at its end.</summary>
internal static class OpenItemWriter
{
    /// <summary>Writes it as it begins: with nothing in it.</summary>
    public static void WriteBegun(Utf8JsonWriter writer, OpenItem item) => Write(writer, item, "in_progress"u8, isWhole: false);

    /// <summary>All of it.</summary>
    /// <param name="item">The item, whose parts are complete.</param>
    /// <param name="isCut">It ends before it is complete.</param>
    public static ReadOnlyMemory<byte> Whole(OpenItem item, bool isCut)
    {
        var output = new ArrayBufferWriter<byte>(256 + item.Text.WrittenCount + item.Parts.WrittenCount);
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        Write(writer, item, isCut ? "incomplete"u8 : "completed"u8, isWhole: true);
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>Writes the part of a message that is open.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="item">The message.</param>
    /// <param name="isWhole">With its text; else as it begins.</param>
    public static void WritePart(Utf8JsonWriter writer, OpenItem item, bool isWhole)
    {
        writer.WriteStartObject();
        if (item.IsRefusal)
        {
            writer.WriteString("type"u8, "refusal"u8);
            WriteText(writer, "refusal"u8, item, isWhole);
        }
        else
        {
            writer.WriteString("type"u8, "output_text"u8);
            writer.WriteStartArray("annotations"u8);
            if (isWhole && item.CitationCount > 0)
            {
                writer.WriteRawValue(item.Citations.WrittenSpan, skipInputValidation: true);
            }

            writer.WriteEndArray();
            WriteLogprobs(writer, item, isWhole);
            WriteText(writer, "text"u8, item, isWhole);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the probabilities that were kept of the part of a message that is open.</summary>
    public static void WriteLogprobs(Utf8JsonWriter writer, OpenItem item, bool isWhole = true)
    {
        writer.WriteStartArray("logprobs"u8);
        if (isWhole && item.Logprobs.WrittenCount > 0)
        {
            writer.WriteRawValue(item.Logprobs.WrittenSpan, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the text that was kept of an item.</summary>
    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, OpenItem item, bool isWhole = true)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(isWhole ? JsonString.Wrap(item.Text.WrittenSpan).Quoted.Span : "\"\""u8, skipInputValidation: true);
    }

    private static void Write(Utf8JsonWriter writer, OpenItem item, ReadOnlySpan<byte> status, bool isWhole)
    {
        writer.WriteStartObject();
        writer.WriteText("id"u8, item.Id);
        switch (item.Kind)
        {
            case ItemKind.Message:
                writer.WriteString("type"u8, "message"u8);
                writer.WriteString("status"u8, status);
                writer.WriteString("role"u8, "assistant"u8);
                writer.WriteStartArray("content"u8);
                if (isWhole && item.Parts.WrittenCount > 0)
                {
                    writer.WriteRawValue(item.Parts.WrittenSpan, skipInputValidation: true);
                }

                writer.WriteEndArray();
                break;
            case ItemKind.Reasoning:
                writer.WriteString("type"u8, "reasoning"u8);
                ResponsesItems.WriteSummary(writer, isWhole ? JsonString.Wrap(item.Text.WrittenSpan) : default);
                if (item.Signature is { } signature && (isWhole || item.IsSealed))
                {
                    writer.WriteText("encrypted_content"u8, SignatureTag.Write(signature, DialectFamily.OpenAiResponses, item.IsSealed));
                }

                break;
            case ItemKind.Image:
                writer.WriteString("type"u8, "image_generation_call"u8);
                writer.WriteString("status"u8, isWhole ? "completed"u8 : "in_progress"u8);
                ResponsesItems.WriteImage(writer, item.Name, isWhole ? JsonString.Wrap(item.Text.WrittenSpan) : default);
                break;
            default:
                WriteCall(writer, item, status, isWhole);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, OpenItem item, ReadOnlySpan<byte> status, bool isWhole)
    {
        var isFreeform = item.Kind == ItemKind.FreeformCall;
        writer.WriteString("type"u8, isFreeform ? "custom_tool_call"u8 : "function_call"u8);
        writer.WriteString("status"u8, status);
        writer.WriteText("call_id"u8, item.CallId);
        writer.WriteText("name"u8, item.Name);
        ResponsesItems.WriteNamespace(writer, item.Namespace);
        WriteText(writer, isFreeform ? "input"u8 : "arguments"u8, item, isWhole);
    }
}
