using System.Text.Json;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Reads the chunks of chat completions and of legacy completions, which end alike.</summary>
internal sealed class ChatStreamTap : StreamTap
{
    private static readonly byte[] s_done = [.. "data: [DONE]\n\n"u8];

    private ChoiceProgress _choices;
    private bool _skipped;
    private bool _hasToken;
    private bool _done;

    /// <inheritdoc/>
    /// <remarks>
    /// A provider that says <c>[DONE]</c> is believed only where nothing seen contradicts it: no choice at all, or an event that went through unread.
    /// </remarks>
    public override bool IsWhole => _choices.AreFinished || (_done && (_skipped || _choices.HasForeign || !_choices.Any));

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish() => s_done;

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
            _done = true;
            return IsWhole ? EventKind.End : EventKind.Malformed;
        }

        var choices = _choices;
        try
        {
            var kind = parsed.Name.SequenceEqual("error"u8) ? EventKind.Error : ReadChunk(data);
            if (kind == EventKind.Error)
            {
                NoteError(data);
            }

            return kind;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Broken JSON ends the stream, so this costs at most one exception an answer. Half of an event counts for nothing.
            _choices = choices;
            return EventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public override void Skip() => (_skipped, _hasToken) = (true, true);

    private EventKind ReadChunk(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType == JsonTokenType.Null && !reader.Read() ? EventKind.Content : EventKind.Malformed;
        }

        var hasChoices = false;
        var hasUsage = false;
        var choices = 0;
        var sign = default(ErrorSign);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                hasChoices = reader.TokenType == JsonTokenType.StartArray;
                choices = hasChoices ? ReadChoices(ref reader) : 0;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                hasUsage = ReadUsage(ref reader);
            }
            else if (!sign.TryTake(ref reader))
            {
                reader.Skip();
            }
        }

        // Nothing may follow the object: the reader throws if something does.
        reader.Read();
        return sign.IsError || (sign.IsBare && !hasChoices) ? EventKind.Error
            : hasUsage && hasChoices && choices == 0 ? EventKind.UsageOnly
            : EventKind.Content;
    }

    private int ReadChoices(ref Utf8JsonReader reader)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref reader, count);
            }
            else
            {
                reader.Skip();
            }

            count++;
        }

        return count;
    }

    private void ReadChoice(ref Utf8JsonReader reader, long index)
    {
        var finished = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Number)
                {
                    index = reader.TryGetInt64(out var told) ? told : -1;
                }
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                finished = reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(""u8) && !reader.ValueTextEquals("null"u8);
                _hasToken |= finished;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                // Kimi's place for it.
                ReadUsage(ref reader);
                continue;
            }
            else if (!_hasToken)
            {
                _hasToken = ChoiceToken.Read(ref reader);
                continue;
            }

            reader.Skip();
        }

        _choices.Note(index, finished);
    }

    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        Usage = UsageCounts.Read(ref reader) ?? Usage;
        return true;
    }
}
