using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Reads the events of a response, which ends with exactly one of three.</summary>
internal sealed class ResponsesStreamTap : StreamTap
{
    private bool _ended;
    private bool _lastWasSkipped;
    private long _events;
    private long? _first;
    private ResponseHead? _head;

    /// <inheritdoc/>
    /// <remarks>The last event repeats the whole response, so that it is the one most likely to be too large to be read.</remarks>
    public override bool IsWhole => _ended || _lastWasSkipped;

    /// <inheritdoc/>
    /// <remarks>Numbers have no gaps: only the first is read.</remarks>
    public override long? NextNumber => _first + _events;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        var parsed = ServerSentEvent.Parse(serverSentEvent);
        var data = EventData.Trim(parsed.Data);
        if (data.IsEmpty)
        {
            return EventKind.Heartbeat;
        }

        _lastWasSkipped = false;
        try
        {
            var type = EventType.Read(parsed, data);
            if (type.IsError)
            {
                NoteError(data);
                return EventKind.Error;
            }

            if (_events++ == 0)
            {
                (_first, _head) = (NumberOf(data), ResponseHead.ReadFrom(data));
            }

            if (!IsLast(type.Name))
            {
                return EventKind.Content;
            }

            // Of an event that was cut off, only its type may be left.
            if (!UsageReader.TryReadResponseEvent(data, out var usage))
            {
                return EventKind.Malformed;
            }

            Usage = usage ?? Usage;
            _ended = true;
            return EventKind.End;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Also "[DONE]", which ends no response. Such an event ends the stream, so this costs at most one exception an answer.
            return EventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public override void Skip()
    {
        _lastWasSkipped = true;
        _events++;
    }

    /// <inheritdoc/>
    /// <remarks>As OpenAI's own streams end that fail: an error, and the response that has failed.</remarks>
    public override bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error)
    {
        if (_head is not { } head || NextNumber is not { } next)
        {
            return false;
        }

        OpenAiError.WriteResponsesEvent(output, error, next);
        using var json = new Utf8JsonWriter(output, JsonOutput.Options);
        new ResponsesEvents(output, json, next + 1).WriteEnd(head, [], default, error, Usage);
        return true;
    }

    // In a string, the quotes would be escaped.
    private static long? NumberOf(ReadOnlySpan<byte> data)
    {
        var at = data.IndexOf("\"sequence_number\":"u8);
        return at >= 0 && Utf8Parser.TryParse(data[(at + "\"sequence_number\":".Length)..].TrimStart((byte)' '), out long number, out _) ? number : null;
    }

    private static bool IsLast(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) || type.SequenceEqual("response.failed"u8);
}
