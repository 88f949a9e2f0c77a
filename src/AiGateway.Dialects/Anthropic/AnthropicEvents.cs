using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>The events of Messages, one method each. Counts the blocks; in which order they may come is for the caller to know.</summary>
/// <param name="output">Takes the events.</param>
/// <param name="json">Writes JSON into the output.</param>
internal sealed class AnthropicEvents(IBufferWriter<byte> output, Utf8JsonWriter json)
{
    private int _index = -1;

    /// <summary>Writes <c>message_start</c>.</summary>
    public void WriteStart(scoped in StreamEvent part, AnswerContext context)
    {
        Begin("message_start"u8);
        json.WriteStartObject("message"u8);
        json.WriteText("id"u8, part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of(context.FallbackId));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteText("model"u8, part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(context.FallbackModel));
        json.WriteJson("content"u8, "[]"u8);
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        AnthropicUsage.Write(json, part.Usage);
        json.WriteEndObject();
        End();
    }

    /// <summary>Writes <c>content_block_start</c> of text or thinking.</summary>
    public void WriteBlockStart(bool isThinking)
    {
        BeginBlock();
        json.WriteString("type"u8, isThinking ? "thinking"u8 : "text"u8);
        json.WriteString(isThinking ? "thinking"u8 : "text"u8, ""u8);
        if (isThinking)
        {
            json.WriteString("signature"u8, ""u8);
        }

        EndNested();
    }

    /// <summary>Writes <c>content_block_start</c> of a call.</summary>
    public void WriteCallStart(JsonString id, JsonString name)
    {
        BeginBlock();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteText("id"u8, id);
        json.WriteText("name"u8, name);
        json.WriteJson("input"u8, "{}"u8);
        AnthropicSaid.WriteCaller(json);
        EndNested();
    }

    /// <summary>Writes <c>content_block_start</c> of reasoning that cannot be read.</summary>
    public void WriteSealedStart(ReadOnlySpan<byte> quoted)
    {
        BeginBlock();
        json.WriteString("type"u8, "redacted_thinking"u8);
        json.WriteJson("data"u8, quoted);
        EndNested();
    }

    /// <summary>Writes <c>content_block_delta</c>.</summary>
    /// <param name="type">The type of the delta.</param>
    /// <param name="name">Its one member.</param>
    /// <param name="quoted">The member's value.</param>
    public void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> quoted)
    {
        BeginDelta(type);
        json.WriteJson(name, quoted);
        EndNested();
    }

    /// <summary>Writes <c>content_block_delta</c> of a citation.</summary>
    public void WriteCitation(Citation citation)
    {
        BeginDelta("citations_delta"u8);
        json.WritePropertyName("citation"u8);
        AnthropicCitations.Write(json, citation);
        EndNested();
    }

    /// <summary>Writes <c>content_block_stop</c>.</summary>
    public void WriteBlockStop()
    {
        Begin("content_block_stop"u8);
        json.WriteNumber("index"u8, _index);
        End();
    }

    /// <summary>Writes <c>message_delta</c> and <c>message_stop</c>.</summary>
    public void WriteEnd(StopReason stop, JsonString sequence, TokenUsage usage)
    {
        Begin("message_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, AnthropicStop.WordOf(stop, sequence.IsGiven));
        json.WriteJson("stop_sequence"u8, sequence.IsGiven ? sequence.Quoted.Span : "null"u8);
        json.WriteEndObject();
        AnthropicUsage.Write(json, usage);
        End();
        Begin("message_stop"u8);
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
    }

    private void BeginBlock()
    {
        Begin("content_block_start"u8);
        json.WriteNumber("index"u8, ++_index);
        json.WriteStartObject("content_block"u8);
    }

    private void BeginDelta(ReadOnlySpan<byte> type)
    {
        Begin("content_block_delta"u8);
        json.WriteNumber("index"u8, _index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
    }

    private void EndNested()
    {
        json.WriteEndObject();
        End();
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }
}
