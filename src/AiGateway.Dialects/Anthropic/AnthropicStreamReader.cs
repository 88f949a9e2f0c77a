using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads the events of Messages, and of those who imitate them.</summary>
internal sealed class AnthropicStreamReader : EventReader
{
    // More blocks than anyone has open at once; they do not overlap at all in the original.
    private const int MostOpen = 64;

    private readonly Dictionary<long, int> _open = [];
    private AnthropicUsage _usage;
    private int _calls;
    private bool _hasBegun;
    private bool _isStopped;

    /// <inheritdoc/>
    public override bool IsWhole => _isStopped;

    /// <inheritdoc/>
    protected override EventKind Read(ReadOnlySpan<byte> name, JsonView data, IStreamSink sink)
    {
        var type = data["type"u8].Quoted.Length > 2 ? data["type"u8].Quoted[1..^1] : name;
        if (!data.IsObject || type.IsEmpty)
        {
            return EventKind.Malformed;
        }

        if (type.SequenceEqual("error"u8) || name.SequenceEqual("error"u8))
        {
            return EventKind.Error;
        }

        if (type.SequenceEqual("message_stop"u8))
        {
            return _isStopped ? EventKind.End : EventKind.Malformed;
        }

        if (type.SequenceEqual("message_start"u8))
        {
            Begin(data["message"u8], sink);
            return EventKind.Content;
        }

        if (_isStopped && !type.SequenceEqual("message_delta"u8))
        {
            return EventKind.Content;
        }

        return ReadOther(type, data, sink);
    }

    private EventKind ReadOther(ReadOnlySpan<byte> type, JsonView data, IStreamSink sink)
    {
        if (type.SequenceEqual("content_block_start"u8))
        {
            Begin(default, sink);
            return Start(data["index"u8].Integer ?? 0, data["content_block"u8], sink) ? EventKind.Content : EventKind.Malformed;
        }

        if (type.SequenceEqual("content_block_delta"u8))
        {
            Begin(default, sink);
            ReadDelta(data["index"u8].Integer ?? 0, data["delta"u8], sink);
        }
        else if (type.SequenceEqual("content_block_stop"u8))
        {
            if (_open.Remove(data["index"u8].Integer ?? 0, out var slot))
            {
                sink.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Slot = slot });
            }
        }
        else if (type.SequenceEqual("message_delta"u8))
        {
            Begin(default, sink);
            Stop(data, sink);
        }
        else
        {
            // A ping, or what did not exist when this was written.
            return EventKind.Heartbeat;
        }

        return EventKind.Content;
    }

    // Seen in the wild: two of them in one stream; none at all.
    private void Begin(JsonView message, IStreamSink sink)
    {
        if (_hasBegun)
        {
            TellUsage(message["usage"u8], sink);
            return;
        }

        _hasBegun = true;
        _usage.Note(message["usage"u8]);
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Begin,
            Id = message["id"u8].Quoted,
            Name = message["model"u8].Quoted,
            Usage = _usage.Sum(),
        });
    }

    private void TellUsage(JsonView usage, IStreamSink sink)
    {
        if (_usage.Note(usage))
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = _usage.Sum() });
        }
    }

    private bool Start(long index, JsonView block, IStreamSink sink)
    {
        if (_open.Count >= MostOpen)
        {
            return false;
        }

        var type = block["type"u8];
        var isCall = type.Is("tool_use"u8);
        var slot = isCall ? _calls++ : StreamEvent.NoSlot;
        _open[index] = slot;
        if (isCall)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = slot, Id = block["id"u8].Quoted, Name = block["name"u8].Quoted });
            if (block["input"u8] is { IsObject: true } input && input.Members.MoveNext())
            {
                Tell(sink, StreamEventKind.Arguments, JsonString.OfUtf8(input.Span).Quoted.Span, slot);
            }
        }
        else if (type.Is("text"u8))
        {
            Tell(sink, StreamEventKind.Text, block["text"u8].Quoted);
        }
        else if (type.Is("thinking"u8))
        {
            Tell(sink, StreamEventKind.Reasoning, block["thinking"u8].Quoted);
            Tell(sink, StreamEventKind.Signature, block["signature"u8].Quoted);
        }
        else if (type.Is("redacted_thinking"u8))
        {
            Tell(sink, StreamEventKind.SealedReasoning, block["data"u8].Quoted);
        }

        return true;
    }

    private void ReadDelta(long index, JsonView delta, IStreamSink sink)
    {
        var type = delta["type"u8];
        if (type.Is("text_delta"u8))
        {
            Tell(sink, StreamEventKind.Text, delta["text"u8].Quoted);
        }
        else if (type.Is("input_json_delta"u8))
        {
            // A server's own tool has arguments too, and no slot.
            if (_open.TryGetValue(index, out var slot) && slot != StreamEvent.NoSlot)
            {
                Tell(sink, StreamEventKind.Arguments, delta["partial_json"u8].Quoted, slot);
            }
        }
        else if (type.Is("thinking_delta"u8))
        {
            Tell(sink, StreamEventKind.Reasoning, delta["thinking"u8].Quoted);
        }
        else if (type.Is("signature_delta"u8))
        {
            Tell(sink, StreamEventKind.Signature, delta["signature"u8].Quoted);
        }
        else if (type.Is("citations_delta"u8) && delta["citation"u8].IsObject)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Citation, Citation = CitationOf(delta["citation"u8]) });
        }
    }

    // An event lives shorter than a citation may be held.
    private static Citation CitationOf(JsonView citation)
    {
        var json = JsonOutput.OnOneLine(citation.Span);
        using var document = System.Text.Json.JsonDocument.Parse(json, JsonView.Options);
        return AnthropicBlockReader.ReadCitation(new JsonView(document.RootElement, json));
    }

    private static void Tell(IStreamSink sink, StreamEventKind kind, ReadOnlySpan<byte> quoted, int slot = StreamEvent.NoSlot)
    {
        if (quoted.Length > 2)
        {
            sink.Take(new StreamEvent { Kind = kind, Slot = slot, Text = quoted, Family = DialectFamily.Anthropic });
        }
    }

    private void Stop(JsonView data, IStreamSink sink)
    {
        TellUsage(data["usage"u8], sink);
        if (!_isStopped && AnthropicStop.Read(data["delta"u8]["stop_reason"u8], _calls > 0) is { } reason)
        {
            _isStopped = true;
            sink.Take(new StreamEvent { Kind = StreamEventKind.Stop, Stop = reason, Text = data["delta"u8]["stop_sequence"u8].Quoted });
        }
    }
}
