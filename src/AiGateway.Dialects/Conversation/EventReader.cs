using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Conversation;

/// <summary>Reads the events of one answer into the hub. Holds the state of the event it is in, never the answer. One per answer; not thread-safe.</summary>
internal abstract class EventReader
{
    private bool _ended;
    private bool _isBroken;

    /// <summary>What an error that the provider told inside the stream says.</summary>
    public ErrorFacts Error { get; private set; }

    /// <summary>Every choice has told why it ends: were the stream to end here, nothing would be missing.</summary>
    public abstract bool IsWhole { get; }

    /// <summary>Reads one complete event. Never throws.</summary>
    /// <param name="serverSentEvent">The bytes of the event with its line ends.</param>
    /// <param name="sink">Takes what it says; after an error or a malformed event, what it took of that event does not matter.</param>
    /// <returns>As a tap would; usage is content here.</returns>
    public EventKind Read(ReadOnlySpan<byte> serverSentEvent, IStreamSink sink)
    {
        if (_ended)
        {
            return EventKind.Heartbeat;
        }

        var parsed = ServerSentEvent.Parse(serverSentEvent);
        var data = EventData.Trim(parsed.Data);
        if (data.IsEmpty)
        {
            return EventKind.Heartbeat;
        }

        var kind = Judge(parsed.Name, data, sink);
        if (kind == EventKind.Error)
        {
            Error = ErrorFacts.Read(new System.Buffers.ReadOnlySequence<byte>(data.ToArray()));
        }
        else if (kind == EventKind.End)
        {
            End(sink);
        }

        _isBroken = kind is EventKind.Error or EventKind.Malformed;
        _ended = _isBroken || kind == EventKind.End;
        return kind;
    }

    /// <summary>Tells that the body has ended.</summary>
    /// <returns>False where the answer is not whole: the stream broke.</returns>
    public bool Finish(IStreamSink sink)
    {
        if (_isBroken || !IsWhole)
        {
            return false;
        }

        if (!_ended)
        {
            _ended = true;
            End(sink);
        }

        return true;
    }

    /// <summary>Whether data that is no JSON ends the stream.</summary>
    protected virtual bool IsTerminator(ReadOnlySpan<byte> data) => false;

    /// <summary>Reads the data of one event.</summary>
    protected abstract EventKind Read(ReadOnlySpan<byte> name, JsonView data, IStreamSink sink);

    private static void End(IStreamSink sink) => sink.Take(new StreamEvent { Kind = StreamEventKind.End });

    private EventKind Judge(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IStreamSink sink)
    {
        if (IsTerminator(data))
        {
            return IsWhole ? EventKind.End : EventKind.Malformed;
        }

        if (!Utf8.IsValid(data))
        {
            return EventKind.Malformed;
        }

        try
        {
            var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? EventKind.Malformed : Read(name, new JsonView(document.RootElement, default), sink);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Such an event ends the stream, so this costs at most one exception an answer.
            return EventKind.Malformed;
        }
    }
}
