using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes the events of Messages: one block open at a time, calls that come interleaved one after the other, the reason and the usage at the end.</summary>
internal sealed class AnthropicStreamWriter(AnswerContext context) : EventWriter
{
    // Interleaved calls are rare, and their arguments short.
    private const int MostHeld = 1024 * 1024;

    private readonly List<HeldCall> _waiting = [];
    private ArgumentProgress _progress;
    private OpenBlock _open;
    private int _openSlot;
    private int _index = -1;
    private int _held;
    private TokenUsage _usage;
    private StopReason _stop;
    private JsonString _sequence;

    private enum OpenBlock
    {
        None,
        Text,
        Thinking,
        Call,
    }

    /// <inheritdoc/>
    public override void Take(scoped in StreamEvent part)
    {
        // There is one answer here, whatever was asked for.
        if (part.Choice != 0 || Failure is not null)
        {
            return;
        }

        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                _usage = part.Usage;
                WriteStart(part);
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal:
                Open(OpenBlock.Text);
                WriteDelta("text_delta"u8, "text"u8, part.Text);
                break;
            case StreamEventKind.Reasoning:
                Open(OpenBlock.Thinking);
                WriteDelta("thinking_delta"u8, "thinking"u8, part.Text);
                break;
            case StreamEventKind.Signature when part is { Slot: StreamEvent.NoSlot, Family: DialectFamily.Anthropic }:
                Open(OpenBlock.Thinking);
                WriteDelta("signature_delta"u8, "signature"u8, part.Text);
                break;
            case StreamEventKind.SealedReasoning when part.Family == DialectFamily.Anthropic:
                WriteSealed(part.Text);
                break;
            case StreamEventKind.ToolCall:
                TakeCall(part);
                break;
            case StreamEventKind.Arguments:
                TakeArguments(part);
                break;
            case StreamEventKind.Citation when part.Citation is not null:
                WriteCitation(part.Citation);
                break;
            case StreamEventKind.PartEnd:
                EndPart(part.Slot);
                break;
            case StreamEventKind.Stop:
                CloseAll();
                (_stop, _sequence) = (part.Stop, part.Text.Length > 2 ? new JsonString(part.Text.ToArray()) : default);
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.End:
                WriteEnd();
                break;
        }
    }

    private void Begin(ReadOnlySpan<byte> type)
    {
        Output.Write("event: "u8);
        Output.Write(type);
        Output.Write("\ndata: "u8);
        Json.Reset();
        Json.WriteStartObject();
        Json.WriteString("type"u8, type);
    }

    private void End()
    {
        Json.WriteEndObject();
        Json.Flush();
        Output.Write("\n\n"u8);
    }

    private void WriteStart(scoped in StreamEvent part)
    {
        Begin("message_start"u8);
        Json.WriteStartObject("message"u8);
        Json.WriteText("id"u8, part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of(context.FallbackId));
        Json.WriteString("type"u8, "message"u8);
        Json.WriteString("role"u8, "assistant"u8);
        Json.WriteText("model"u8, part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(context.FallbackModel));
        Json.WriteJson("content"u8, "[]"u8);
        Json.WriteNull("stop_reason"u8);
        Json.WriteNull("stop_sequence"u8);
        AnthropicUsage.Write(Json, _usage);
        Json.WriteEndObject();
        End();
    }

    private void Open(OpenBlock block)
    {
        if (_open == block)
        {
            return;
        }

        CloseAll();
        BeginBlock();
        Json.WriteString("type"u8, block == OpenBlock.Text ? "text"u8 : "thinking"u8);
        Json.WriteString(block == OpenBlock.Text ? "text"u8 : "thinking"u8, ""u8);
        if (block == OpenBlock.Thinking)
        {
            Json.WriteString("signature"u8, ""u8);
        }

        Json.WriteEndObject();
        End();
        _open = block;
    }

    private void BeginBlock()
    {
        Begin("content_block_start"u8);
        Json.WriteNumber("index"u8, ++_index);
        Json.WriteStartObject("content_block"u8);
    }

    private void BeginDelta(ReadOnlySpan<byte> type)
    {
        Begin("content_block_delta"u8);
        Json.WriteNumber("index"u8, _index);
        Json.WriteStartObject("delta"u8);
        Json.WriteString("type"u8, type);
    }

    private void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> quoted)
    {
        BeginDelta(type);
        Json.WriteJson(name, quoted);
        Json.WriteEndObject();
        End();
    }

    private void WriteSealed(ReadOnlySpan<byte> data)
    {
        CloseAll();
        BeginBlock();
        Json.WriteString("type"u8, "redacted_thinking"u8);
        Json.WriteJson("data"u8, data);
        Json.WriteEndObject();
        End();
        WriteBlockStop();
    }

    private void WriteCitation(Citation citation)
    {
        Open(OpenBlock.Text);
        BeginDelta("citations_delta"u8);
        Json.WritePropertyName("citation"u8);
        AnthropicCitations.Write(Json, citation);
        Json.WriteEndObject();
        End();
    }

    private void TakeCall(scoped in StreamEvent part)
    {
        var call = new HeldCall(
            part.Slot,
            AnthropicId.Of(part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of($"toolu_{context.FallbackId}_{part.Slot}"), part.Slot),
            new JsonString(part.Name.ToArray()));
        if (_open == OpenBlock.Call && !_progress.IsComplete)
        {
            _waiting.Add(call);
            return;
        }

        CloseAll();
        OpenCall(call);
    }

    private void OpenCall(HeldCall call)
    {
        BeginBlock();
        Json.WriteString("type"u8, "tool_use"u8);
        Json.WriteText("id"u8, call.Id);
        Json.WriteText("name"u8, call.Name);
        Json.WriteJson("input"u8, "{}"u8);
        Json.WriteEndObject();
        End();
        (_open, _openSlot, _progress) = (OpenBlock.Call, call.Slot, default);
        WriteDelta("input_json_delta"u8, "partial_json"u8, "\"\""u8);
        foreach (var arguments in call.Arguments)
        {
            WriteArguments(arguments);
            _held -= arguments.Length;
        }
    }

    private void WriteArguments(ReadOnlySpan<byte> quoted)
    {
        _progress.Note(quoted);
        WriteDelta("input_json_delta"u8, "partial_json"u8, quoted);
    }

    private void TakeArguments(scoped in StreamEvent part)
    {
        if (_open == OpenBlock.Call && _openSlot == part.Slot)
        {
            WriteArguments(part.Text);
            return;
        }

        foreach (var call in _waiting)
        {
            if (call.Slot == part.Slot)
            {
                call.Arguments.Add(part.Text.ToArray());
                _held += part.Text.Length;
                Failure = _held > MostHeld ? "The provider's tool calls are interleaved, and too long to be put in order." : null;
                return;
            }
        }

        Failure = "The provider added to a tool call that was complete.";
    }

    private void EndPart(int slot)
    {
        if (slot == StreamEvent.NoSlot)
        {
            CloseUnlessCall();
        }
        else if (_open == OpenBlock.Call && _openSlot == slot)
        {
            Close();
            OpenNext();
        }
        else if (_waiting.Find(call => call.Slot == slot) is { } waiting)
        {
            waiting.IsEnded = true;
        }
    }

    // Those behind the open one that are known to be complete are written at once.
    private void OpenNext()
    {
        while (_open == OpenBlock.None && _waiting is [var next, ..])
        {
            _waiting.RemoveAt(0);
            OpenCall(next);
            if (next.IsEnded)
            {
                Close();
            }
        }
    }

    private void CloseUnlessCall()
    {
        if (_open != OpenBlock.Call)
        {
            Close();
        }
    }

    private void CloseAll()
    {
        Close();
        foreach (var call in _waiting)
        {
            OpenCall(call);
            Close();
        }

        _waiting.Clear();
    }

    private void Close()
    {
        if (_open != OpenBlock.None)
        {
            WriteBlockStop();
            _open = OpenBlock.None;
        }
    }

    private void WriteBlockStop()
    {
        Begin("content_block_stop"u8);
        Json.WriteNumber("index"u8, _index);
        End();
    }

    private void WriteEnd()
    {
        CloseAll();
        Begin("message_delta"u8);
        Json.WriteStartObject("delta"u8);
        Json.WriteString("stop_reason"u8, AnthropicStop.WordOf(_stop, _sequence.IsGiven));
        Json.WriteJson("stop_sequence"u8, _sequence.IsGiven ? _sequence.Quoted.Span : "null"u8);
        Json.WriteEndObject();
        AnthropicUsage.Write(Json, _usage);
        End();
        Begin("message_stop"u8);
        End();
    }
}
