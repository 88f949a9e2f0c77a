using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>
/// What the caller has got of an answer that broke, told to the writer of his dialect again, so that the writer can go on from there as if it had
/// written all of it itself.
/// </summary>
internal sealed class SentConversation : IStreamSink
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly EventReader _reader;
    private readonly EventWriter _writer;
    private bool _isMoreThanText;

    private SentConversation(DialectCodecs codecs, EventWriter writer)
    {
        _reader = codecs.Stream.OpenReader();
        _writer = writer;
    }

    /// <summary>The text so far, as UTF-16; it may end with half a surrogate pair.</summary>
    public ReadOnlyMemory<char> Text => _text.WrittenMemory;

    /// <summary>The caller has been told the answer's id and model.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The caller has got reasoning.</summary>
    public bool HasReasoning { get; private set; }

    /// <summary>How many events carried text: about as many as its tokens.</summary>
    public long TextEvents { get; private set; }

    /// <summary>How many events carried reasoning.</summary>
    public long ReasoningEvents { get; private set; }

    /// <summary>Reads the events that were sent.</summary>
    /// <param name="sent">The events, whole.</param>
    /// <param name="codecs">The caller's dialect.</param>
    /// <param name="writer">Is told what they say; nothing of what it writes is left in it.</param>
    /// <returns>
    /// Null where the answer cannot be continued: it is finished, more than one text, no text alone, not to be understood, or told in a way that this
    /// program's writer would not go on in.
    /// </returns>
    public static SentConversation? Read(ReadOnlySpan<byte> sent, DialectCodecs codecs, EventWriter writer)
    {
        if (sent.Length > StreamBreak.LongestSent)
        {
            return null;
        }

        var rest = sent;
        var conversation = new SentConversation(codecs, writer);
        var told = new EventOutline();
        var framer = default(EventFramer);
        while (framer.TryReadEvent(rest, out var length))
        {
            var kind = conversation._reader.Read(rest[..length], conversation);
            if (kind is not (EventKind.Content or EventKind.Heartbeat))
            {
                return null;
            }

            told.Note(rest[..length]);
            rest = rest[length..];
        }

        var isWhole = EventFramer.IsEvent(rest) || conversation._isMoreThanText || conversation._reader.IsWhole || writer.Failure is not null;
        return isWhole || !conversation.IsToldAlike(told) ? null : conversation;
    }

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                HasBegun = true;
                break;
            case StreamEventKind.Usage or StreamEventKind.PartEnd:
                break;
            case StreamEventKind.Text:
                TextEvents++;
                Append(part.Text[1..^1]);
                break;
            case StreamEventKind.Reasoning or StreamEventKind.Signature or StreamEventKind.SealedReasoning:
                HasReasoning = true;
                ReasoningEvents++;
                break;
            default:
                _isMoreThanText = true;
                break;
        }

        _isMoreThanText |= part.Choice > 0;
        _writer.Take(part);
    }

    // Where the provider named its items otherwise, or had more of them than the hub has words for, nobody could go on with them.
    private bool IsToldAlike(EventOutline told)
    {
        var again = new EventOutline();
        var rest = _writer.Output.WrittenSpan;
        var framer = default(EventFramer);
        while (framer.TryReadEvent(rest, out var length))
        {
            again.Note(rest[..length]);
            rest = rest[length..];
        }

        _writer.Output.ResetWrittenCount();
        return again.IsSameAs(told);
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        // A unit takes at least one byte.
        var units = new JsonUnits(text);
        var free = _text.GetSpan(text.Length);
        var count = 0;
        while (units.TryRead(out var unit))
        {
            free[count++] = unit;
        }

        _text.Advance(count);
    }
}
