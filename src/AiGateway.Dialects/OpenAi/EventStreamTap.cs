using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>
/// Reads streams of media: images, speech, transcripts. Each has events of work in progress and one that completes it; several works may follow
/// one another, so that only the end of the body ends the stream. A stream of unknown events is whole where it ends.
/// </summary>
internal sealed class EventStreamTap : StreamTap
{
    private bool _hasEvents;
    private bool _inProgress;

    /// <inheritdoc/>
    public override bool IsWhole => _hasEvents && !_inProgress;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        var parsed = ServerSentEvent.Parse(serverSentEvent);
        var data = EventData.Trim(parsed.Data);
        if (data.IsEmpty)
        {
            return EventKind.Heartbeat;
        }

        if (data.SequenceEqual(EventData.Done))
        {
            return _inProgress ? EventKind.Malformed : EventKind.End;
        }

        try
        {
            var type = EventType.Read(parsed, data);
            if (type.IsError)
            {
                NoteError(data);
            }

            return type.IsError ? EventKind.Error : Note(type.Name, data);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Such an event ends the stream, so this costs at most one exception an answer.
            return EventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public override void Skip()
    {
        // Images are the likely reason, and a complete one is the largest of them.
        _hasEvents = true;
        _inProgress = false;
    }

    private EventKind Note(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        // Of an event that was cut off, only its type may be left.
        if (!UsageReader.TryReadEvent(data, out var usage))
        {
            return EventKind.Malformed;
        }

        _hasEvents = true;
        if (Completes(type))
        {
            _inProgress = false;
            Usage = usage ?? Usage;
        }
        else if (BelongsToWork(type))
        {
            _inProgress = true;
        }

        return EventKind.Content;
    }

    private static bool Completes(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image_generation.completed"u8) || type.SequenceEqual("image_edit.completed"u8)
        || type.SequenceEqual("speech.audio.done"u8) || type.SequenceEqual("transcript.text.done"u8);

    private static bool BelongsToWork(ReadOnlySpan<byte> type) =>
        type.StartsWith("image_generation."u8) || type.StartsWith("image_edit."u8)
        || type.StartsWith("speech.audio."u8) || type.StartsWith("transcript.text."u8);
}
