using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the items of a whole response.</summary>
/// <param name="writer">Takes them.</param>
/// <param name="response">The id of the response.</param>
/// <param name="tools">The caller's tools.</param>
internal sealed class ResponsesOutputWriter(Utf8JsonWriter writer, JsonString response, IReadOnlyList<Tool> tools)
{
    private int _items;

    /// <summary>Writes all items; words that follow one another are one message.</summary>
    /// <param name="choice">What was said.</param>
    /// <param name="isCut">It ends before it is complete, in its last item.</param>
    public void Write(AnswerChoice choice, bool isCut)
    {
        var logprobs = ResponsesLogprobs.ArrayOf(choice.Logprobs);
        var parts = choice.Parts;
        for (var at = 0; at < parts.Count;)
        {
            var end = at;
            while (end < parts.Count && parts[end] is TextPart or RefusalPart)
            {
                end++;
            }

            if (end > at)
            {
                WriteMessage(parts, at, end, isCut && end == parts.Count, logprobs);
                logprobs = [.. "[]"u8];
                at = end;
            }
            else
            {
                WriteItem(parts[at], isCut && at == parts.Count - 1);
                at++;
            }
        }
    }

    private void BeginItem(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteText("id"u8, ResponsesId.OfItem(response, kind, _items++));
        writer.WriteString("type"u8, type);
    }

    private void WriteStatus(bool isCut) => writer.WriteString("status"u8, isCut ? "incomplete"u8 : "completed"u8);

    private void WriteMessage(IReadOnlyList<Part> parts, int from, int end, bool isCut, ReadOnlySpan<byte> logprobs)
    {
        BeginItem("msg_"u8, "message"u8);
        WriteStatus(isCut);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("content"u8);
        for (var at = from; at < end; at++)
        {
            writer.WriteStartObject();
            if (parts[at] is TextPart text)
            {
                WriteText(text, at == from ? logprobs : "[]"u8);
            }
            else
            {
                writer.WriteString("type"u8, "refusal"u8);
                writer.WriteText("refusal"u8, ((RefusalPart)parts[at]).Text);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteText(TextPart text, ReadOnlySpan<byte> logprobs)
    {
        writer.WriteString("type"u8, "output_text"u8);
        writer.WriteText("text"u8, text.Text.IsGiven ? text.Text : JsonString.Empty);
        writer.WriteStartArray("annotations"u8);
        foreach (var citation in text.Citations)
        {
            if (!citation.Url.IsEmpty)
            {
                var (start, end) = citation.Range ?? (0, text.Text.ToString().Length);
                ResponsesItems.WriteCitation(writer, citation, start, end);
            }
        }

        writer.WriteEndArray();
        writer.WriteJson("logprobs"u8, logprobs);
    }

    private void WriteItem(Part part, bool isCut)
    {
        switch (part)
        {
            case ToolCallPart call:
                BeginItem(call.IsFreeform ? "ctc_"u8 : "fc_"u8, call.IsFreeform ? "custom_tool_call"u8 : "function_call"u8);
                WriteStatus(isCut);
                var named = call.Id.IsEmpty ? call with { Id = ResponsesId.OfItem(response, "call_"u8, _items) } : call;
                ResponsesItems.WriteCall(writer, named, call.IsFreeform, tools);
                writer.WriteEndObject();
                break;
            case ReasoningPart reasoning:
                WriteReasoning(reasoning.Text, reasoning.Signature, isSealed: false);
                break;
            case SealedReasoningPart hidden:
                WriteReasoning(default, hidden.Content, isSealed: true);
                break;
            case ImagePart { Source.Data.IsEmpty: false } image:
                BeginItem("ig_"u8, "image_generation_call"u8);
                WriteStatus(isCut: false);
                ResponsesItems.WriteImage(writer, image.Source.MediaType, image.Source.Data);
                writer.WriteEndObject();
                break;
            case OpaquePart { Family: DialectFamily.OpenAiResponses } opaque:
                _items++;
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                break;
        }
    }

    private void WriteReasoning(JsonString text, Signature? signature, bool isSealed)
    {
        BeginItem("rs_"u8, "reasoning"u8);
        ResponsesItems.WriteSummary(writer, text);
        if (signature is not null)
        {
            writer.WriteText("encrypted_content"u8, SignatureTag.Write(signature, DialectFamily.OpenAiResponses, isSealed));
        }

        writer.WriteEndObject();
    }
}
