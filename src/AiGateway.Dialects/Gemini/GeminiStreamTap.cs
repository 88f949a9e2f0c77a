using System.Text.Json;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Dialects.Gemini;

/// <summary>Reads the events of <c>:streamGenerateContent</c> as they pass. No event is the last: the end of the body is the end.</summary>
internal sealed class GeminiStreamTap : StreamTap
{
    private ChoiceProgress _candidates;
    private bool _hasToken;
    private bool _isBlocked;
    private bool _lastWasSkipped;

    /// <inheritdoc/>
    public override bool IsWhole => _candidates.AreFinished || _isBlocked || _lastWasSkipped;

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

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
        var (candidates, wasBlocked) = (_candidates, _isBlocked);
        try
        {
            // Google wraps errors, and nothing else, in arrays.
            var kind = data[0] == (byte)'[' || parsed.Name.SequenceEqual("error"u8) ? EventKind.Error : ReadChunk(data);
            if (kind == EventKind.Error)
            {
                NoteError(data);
            }

            return kind;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Broken JSON ends the stream, so this costs at most one exception an answer. Half of an event counts for nothing.
            (_candidates, _isBlocked) = (candidates, wasBlocked);
            return EventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Images are the likely reason, and may come with the reason to stop.</remarks>
    public override void Skip() => (_lastWasSkipped, _hasToken) = (true, true);

    private EventKind ReadChunk(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return EventKind.Malformed;
        }

        var hasCandidates = false;
        var sign = default(ErrorSign);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                hasCandidates = ReadCandidates(ref reader);
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("promptFeedback"u8))
            {
                ReadFeedback(ref reader);
            }
            else if (!sign.TryTake(ref reader))
            {
                reader.Skip();
            }
        }

        // Nothing may follow the object: the reader throws if something does.
        reader.Read();
        return sign.IsError || (sign.IsBare && !hasCandidates) ? EventKind.Error : EventKind.Content;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Usage = GeminiUsage.Read(ref reader);
            return;
        }

        reader.Skip();
    }

    // A prompt that was refused has no candidate, and nothing else is to come.
    private void ReadFeedback(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = reader.ValueTextEquals("blockReason"u8);
            reader.Read();
            _isBlocked |= isReason && IsWord(ref reader);
            _hasToken |= _isBlocked;
            reader.Skip();
        }
    }

    private bool ReadCandidates(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadCandidate(ref reader, position);
            }
            else
            {
                reader.Skip();
            }
        }

        return true;
    }

    private void ReadCandidate(ref Utf8JsonReader reader, long index)
    {
        var finished = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = reader.TokenType != JsonTokenType.Number ? index : reader.TryGetInt64(out var told) ? told : -1;
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                reader.Read();
                finished = IsWord(ref reader) && !reader.ValueTextEquals("FINISH_REASON_UNSPECIFIED"u8);
                _hasToken |= finished;
            }
            else if (!_hasToken && reader.ValueTextEquals("content"u8))
            {
                _hasToken = GeminiToken.Read(ref reader);
                continue;
            }

            reader.Skip();
        }

        _candidates.Note(index, finished);
    }

    private static bool IsWord(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(""u8);
}
