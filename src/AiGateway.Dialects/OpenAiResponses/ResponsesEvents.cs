using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The events of a response, one method each. Counts them; in which order they may come is for the caller to know.</summary>
/// <param name="output">Takes the events.</param>
/// <param name="json">Writes JSON into the output.</param>
/// <param name="first">The number of the first. Default 0.</param>
internal sealed class ResponsesEvents(IBufferWriter<byte> output, Utf8JsonWriter json, long first = 0)
{
    private long _sequence = first;

    /// <summary>The number of the next event.</summary>
    public long NextNumber => _sequence;

    /// <summary>The number of the next event, which is then taken.</summary>
    public long TakeNumber() => _sequence++;

    /// <summary>Writes <c>response.created</c> and <c>response.in_progress</c>.</summary>
    public void WriteStart(ResponseHead head)
    {
        WriteStart("response.created"u8, head);
        WriteStart("response.in_progress"u8, head);
    }

    /// <summary>Writes the last event.</summary>
    /// <param name="head">What the response says of itself.</param>
    /// <param name="items">Its output: each item as JSON, empty where it is none.</param>
    /// <param name="incomplete">What makes it incomplete; empty for nothing.</param>
    /// <param name="error">What it failed of; null for nothing.</param>
    /// <param name="usage">What was used; null where it is not known.</param>
    public void WriteEnd(ResponseHead head, IReadOnlyList<ReadOnlyMemory<byte>> items, ReadOnlySpan<byte> incomplete, ErrorDetail? error, TokenUsage? usage)
    {
        var status = error is not null ? "failed"u8 : incomplete.IsEmpty ? "completed"u8 : "incomplete"u8;
        Begin(error is not null ? "response.failed"u8 : incomplete.IsEmpty ? "response.completed"u8 : "response.incomplete"u8);
        json.WriteStartObject("response"u8);
        head.Write(json, status, incomplete, error, default, usage);
        json.WriteStartArray("output"u8);
        foreach (var item in items)
        {
            if (!item.IsEmpty)
            {
                json.WriteRawValue(item.Span, skipInputValidation: true);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        End();
    }

    /// <summary>Writes <c>response.output_item.added</c>.</summary>
    public void WriteItemAdded(OpenItem item)
    {
        Begin("response.output_item.added"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        OpenItemWriter.WriteBegun(json, item);
        End();
    }

    /// <summary>Writes <c>response.output_item.done</c>.</summary>
    public void WriteItemDone(OpenItem item, ReadOnlyMemory<byte> whole)
    {
        Begin("response.output_item.done"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WriteJson("item"u8, whole.Span);
        End();
    }

    /// <summary>Writes <c>response.content_part.added</c>.</summary>
    public void WritePartAdded(OpenItem message)
    {
        BeginPart("response.content_part.added"u8, message);
        json.WritePropertyName("part"u8);
        OpenItemWriter.WritePart(json, message, isWhole: false);
        End();
    }

    /// <summary>Writes <c>response.output_text.done</c> or its like, and <c>response.content_part.done</c>.</summary>
    public void WritePartDone(OpenItem message)
    {
        BeginPart(message.IsRefusal ? "response.refusal.done"u8 : "response.output_text.done"u8, message);
        OpenItemWriter.WriteText(json, message.IsRefusal ? "refusal"u8 : "text"u8, message);
        if (!message.IsRefusal)
        {
            OpenItemWriter.WriteLogprobs(json, message);
        }

        End();
        BeginPart("response.content_part.done"u8, message);
        json.WritePropertyName("part"u8);
        OpenItemWriter.WritePart(json, message, isWhole: true);
        End();
    }

    /// <summary>Writes <c>response.output_text.delta</c> or its like.</summary>
    /// <param name="message">The message.</param>
    /// <param name="quoted">The text, as a JSON string.</param>
    /// <param name="logprobs">The probabilities of its tokens, as a JSON array; empty where they are not known.</param>
    public void WriteWords(OpenItem message, ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> logprobs)
    {
        BeginPart(message.IsRefusal ? "response.refusal.delta"u8 : "response.output_text.delta"u8, message);
        json.WriteJson("delta"u8, quoted);
        if (!message.IsRefusal)
        {
            json.WriteJson("logprobs"u8, logprobs.IsEmpty ? "[]"u8 : logprobs);
        }

        End();
    }

    /// <summary>Writes <c>response.output_text.annotation.added</c>.</summary>
    public void WriteCitation(OpenItem message, ReadOnlySpan<byte> annotation)
    {
        BeginPart("response.output_text.annotation.added"u8, message);
        json.WriteNumber("annotation_index"u8, message.CitationCount);
        json.WriteJson("annotation"u8, annotation);
        End();
    }

    /// <summary>Writes <c>response.reasoning_summary_part.added</c>.</summary>
    public void WriteSummaryAdded(OpenItem reasoning)
    {
        BeginSummary("response.reasoning_summary_part.added"u8, reasoning);
        json.WriteJson("part"u8, """{"type":"summary_text","text":""}"""u8);
        End();
    }

    /// <summary>Writes <c>response.reasoning_summary_text.delta</c>.</summary>
    public void WriteThought(OpenItem reasoning, ReadOnlySpan<byte> quoted)
    {
        BeginSummary("response.reasoning_summary_text.delta"u8, reasoning);
        json.WriteJson("delta"u8, quoted);
        End();
    }

    /// <summary>Writes <c>response.reasoning_summary_text.done</c> and <c>response.reasoning_summary_part.done</c>.</summary>
    public void WriteSummaryDone(OpenItem reasoning)
    {
        BeginSummary("response.reasoning_summary_text.done"u8, reasoning);
        OpenItemWriter.WriteText(json, "text"u8, reasoning);
        End();
        BeginSummary("response.reasoning_summary_part.done"u8, reasoning);
        json.WriteStartObject("part"u8);
        json.WriteString("type"u8, "summary_text"u8);
        OpenItemWriter.WriteText(json, "text"u8, reasoning);
        json.WriteEndObject();
        End();
    }

    /// <summary>Writes <c>response.function_call_arguments.delta</c> or its like.</summary>
    public void WriteArguments(OpenItem call, ReadOnlySpan<byte> quoted)
    {
        BeginOf(call.Kind == ItemKind.FreeformCall ? "response.custom_tool_call_input.delta"u8 : "response.function_call_arguments.delta"u8, call);
        json.WriteJson("delta"u8, quoted);
        End();
    }

    /// <summary>Writes <c>response.function_call_arguments.done</c> or its like.</summary>
    public void WriteArgumentsDone(OpenItem call)
    {
        var isFreeform = call.Kind == ItemKind.FreeformCall;
        BeginOf(isFreeform ? "response.custom_tool_call_input.done"u8 : "response.function_call_arguments.done"u8, call);
        if (!isFreeform)
        {
            json.WriteText("name"u8, call.Name);
        }

        OpenItemWriter.WriteText(json, isFreeform ? "input"u8 : "arguments"u8, call);
        End();
    }

    /// <summary>Writes <c>response.image_generation_call.completed</c>.</summary>
    public void WriteImageDone(OpenItem image)
    {
        BeginOf("response.image_generation_call.completed"u8, image);
        End();
    }

    private void WriteStart(ReadOnlySpan<byte> type, ResponseHead head)
    {
        Begin(type);
        json.WriteStartObject("response"u8);
        head.Write(json, "in_progress"u8, default, null, default, null);
        json.WriteJson("output"u8, "[]"u8);
        json.WriteEndObject();
        End();
    }

    private void Begin(ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        json.Reset();
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, TakeNumber());
    }

    private void BeginOf(ReadOnlySpan<byte> type, OpenItem item)
    {
        Begin(type);
        json.WriteText("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
    }

    private void BeginPart(ReadOnlySpan<byte> type, OpenItem message)
    {
        BeginOf(type, message);
        json.WriteNumber("content_index"u8, message.Part);
    }

    private void BeginSummary(ReadOnlySpan<byte> type, OpenItem reasoning)
    {
        BeginOf(type, reasoning);
        json.WriteNumber("summary_index"u8, 0);
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }
}
