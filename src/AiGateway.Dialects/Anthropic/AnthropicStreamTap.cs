using System.Text.Json;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Reads the events of Messages as they pass.</summary>
internal sealed class AnthropicStreamTap : StreamTap
{
    private static readonly byte[] s_end = [.. "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8];

    private AnthropicUsage _usage;
    private bool _hasToken;
    private bool _isStopped;
    private bool _ended;
    private bool _skipped;

    /// <inheritdoc/>
    /// <remarks>The last event is believed without a reason to stop only where that may have gone through unread.</remarks>
    public override bool IsWhole => _isStopped || (_ended && _skipped);

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish() => s_end;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        var parsed = ServerSentEvent.Parse(serverSentEvent);
        var data = EventData.Trim(parsed.Data);
        if (data.IsEmpty)
        {
            return EventKind.Heartbeat;
        }

        var wasStopped = _isStopped;
        try
        {
            var type = EventType.Read(parsed, data);
            if (type.IsError)
            {
                NoteError(data);
                return EventKind.Error;
            }

            ReadMembers(data, type.Name);
            if (type.Name.SequenceEqual("message_stop"u8))
            {
                _ended = true;
                return IsWhole ? EventKind.End : EventKind.Malformed;
            }

            return type.Name.SequenceEqual("ping"u8) ? EventKind.Heartbeat : EventKind.Content;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Such an event ends the stream, so this costs at most one exception an answer. Half of it counts for nothing.
            _isStopped = wasStopped;
            return EventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public override void Skip() => (_skipped, _hasToken) = (true, true);

    private void ReadMembers(ReadOnlySpan<byte> data, ReadOnlySpan<byte> type)
    {
        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                ReadMessage(ref reader);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                ReadDelta(ref reader, type.SequenceEqual("message_delta"u8));
            }
            else if (reader.ValueTextEquals("content_block"u8))
            {
                ReadBlock(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Nothing may follow the object: the reader throws if something does.
        reader.Read();
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        _usage.Note(ref reader);
        Usage = _usage.Sum();
    }

    private void ReadDelta(ref Utf8JsonReader reader, bool isOfMessage)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isReason = reader.ValueTextEquals("stop_reason"u8);
            reader.Read();
            var isSomething = IsSomething(ref reader);
            _isStopped |= isOfMessage && isReason && isSomething;
            _hasToken |= isSomething && !isType && (isReason || !isOfMessage);
            reader.Skip();
        }
    }

    // A block of text begins with nothing in it; a call, or reasoning that nobody can read, is something from its first word.
    private void ReadBlock(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            _hasToken |= reader.TokenType == JsonTokenType.String && IsSomething(ref reader)
                && !(isType && (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8)));
            reader.Skip();
        }
    }

    private static bool IsSomething(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? !reader.ValueTextEquals(""u8) : reader.TokenType == JsonTokenType.StartObject;
}
