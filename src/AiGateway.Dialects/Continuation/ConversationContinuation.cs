using System.Buffers;
using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.Continuation;

/// <summary>
/// Continues the streams of any dialect by way of the hub: what was sent is told to a writer once more, which then goes on with what the next target says.
/// </summary>
/// <remarks>
/// One text is continued, and nothing but text: see <see cref="SentConversation"/>. Reasoning is never compared. A caller who has got any, or any text,
/// gets none of the new answer's: it would come a second time, or behind the text.
/// </remarks>
internal sealed class ConversationContinuation : StreamContinuation, IStreamSink
{
    private const int MostHeld = 4 * StreamBreak.LongestSent;

    private readonly EventReader _reader;
    private readonly EventWriter _writer;
    private readonly TextJoin _join;
    private readonly bool _hasBegun;
    private readonly bool _dropsReasoning;
    private readonly (long Output, long Reasoning) _spent;
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _isJoined;
    private bool _hasToken;

    private ConversationContinuation(in StreamBreak broken, DialectCodecs codecs, EventWriter writer, SentConversation sent, TurnInsertion? prefill)
    {
        _reader = codecs.Stream.OpenReader();
        _writer = writer;
        Edits = prefill?.Edits ?? [];
        Usage = broken.Spent;
        _spent = StreamBreak.SpentOf(broken.Spent, sent.TextEvents, sent.ReasoningEvents);
        _hasBegun = sent.HasBegun;
        _dropsReasoning = sent.HasReasoning || !sent.Text.IsEmpty;
        _join = prefill is null ? new RepeatedText(sent.Text) : new PrefilledText(sent.Text, prefill.Given);
        _isJoined = sent.Text.IsEmpty;
    }

    /// <inheritdoc/>
    public override bool IsPrefilled => Edits.Count > 0;

    /// <inheritdoc/>
    public override IReadOnlyList<BodyEdit> Edits { get; }

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

    /// <inheritdoc/>
    public override bool IsWhole => Error is null && _reader.IsWhole;

    /// <inheritdoc/>
    public override bool MayEnd => Error is null && (_isJoined || IsPrefilled);

    /// <summary>Begins a continuation; null where there can be none.</summary>
    /// <param name="broken">What broke.</param>
    /// <param name="place">How the dialect writes a beginning of an answer into a request.</param>
    public static ConversationContinuation? Begin(in StreamBreak broken, TurnPlace place)
    {
        if (broken.Operation.Codecs is not { } codecs)
        {
            return null;
        }

        var body = broken.Request.IsSingleSegment ? broken.Request.First : broken.Request.ToArray();
        if (!codecs.Request.TryRead(body, out var request, out _) || request.Sampling.Count > 1)
        {
            return null;
        }

        // Names that are made up are those of what was sent: the stream itself tells them again.
        var context = new AnswerContext("", "", Now: 0, broken.CallerWantsUsage) { Request = request };
        var sentBytes = broken.Sent.IsSingleSegment ? broken.Sent.FirstSpan : broken.Sent.ToArray();
        var writer = codecs.Stream.OpenWriter(codecs.Stream.Resume(context, sentBytes));
        if (SentConversation.Read(sentBytes, codecs, writer) is not { } sent)
        {
            writer.Dispose();
            return null;
        }

        var textTokens = StreamBreak.TextOf(broken.Spent, sent.TextEvents);

        // A last turn of the model's own is a beginning already: two in a row, or one grown longer, would mean something else.
        var way = request.Turns is [.., { Role: TurnRole.Assistant }] ? AssistantPrefill.None : broken.Prefill;
        var prefill = TurnInsertion.Of(body, place, way, sent.Text.Span, textTokens, request.Format is not null);
        return new ConversationContinuation(broken, codecs, writer, sent, prefill);
    }

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        _writer.Output.ResetWrittenCount();
        if (Error is not null)
        {
            return EventKind.Malformed;
        }

        var kind = _reader.Read(serverSentEvent, this);
        if (kind == EventKind.Error)
        {
            NoteError(_reader.Error);
            return kind;
        }

        return Error is null && _writer.Failure is null ? kind : EventKind.Malformed;
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output) => output.Write(_writer.Output.WrittenSpan);

    /// <inheritdoc/>
    public override long? NextNumber => _writer.NextNumber;

    /// <inheritdoc/>
    public override bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error)
    {
        _writer.Output.ResetWrittenCount();
        _writer.WriteError(error);
        output.Write(_writer.Output.WrittenSpan);
        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish()
    {
        _writer.Output.ResetWrittenCount();
        return _reader.Finish(this) ? _writer.Output.WrittenMemory : default;
    }

    /// <inheritdoc/>
    public override void Skip() => Error = "An event of the continued answer is too large to be rewritten.";

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                NoteUsage(part.Usage);
                TakeBegin(part);
                break;
            case StreamEventKind.Usage:
                NoteUsage(part.Usage);
                _writer.Take(part with { Usage = Usage ?? default });
                break;
            case StreamEventKind.Text:
                TakeText(part);
                break;
            case StreamEventKind.Reasoning or StreamEventKind.SealedReasoning when _dropsReasoning:
            case StreamEventKind.Signature when _dropsReasoning && part.Slot == StreamEvent.NoSlot:
            case StreamEventKind.PartEnd when !_isJoined && part.Slot == StreamEvent.NoSlot:
                break;
            case StreamEventKind.End:
                _writer.Take(part);
                break;
            default:
                TakeOther(part);
                break;
        }
    }

    // Whoever has been told the answer's name already keeps it.
    private void TakeBegin(scoped in StreamEvent part)
    {
        if (!_hasBegun)
        {
            _writer.Take(part);
        }
    }

    private void NoteUsage(in TokenUsage usage)
    {
        if (usage != default)
        {
            Usage = usage with { Output = usage.Output + _spent.Output, Reasoning = usage.Reasoning + _spent.Reasoning };
        }
    }

    private void TakeText(scoped in StreamEvent part)
    {
        if (_isJoined)
        {
            Pass(part);
            return;
        }

        var text = part.Text[1..^1];
        var step = _join.Take(text);
        step = step == JoinStep.Hold && _held.WrittenCount + text.Length > MostHeld ? _join.Close() : step;
        switch (step)
        {
            case JoinStep.Diverge:
                Break();
                break;
            case JoinStep.Hold:
                _held.Write(text);
                break;
            case JoinStep.Pass:
                _held.Write(text);
                Join();
                break;
        }
    }

    // What is no text cannot be compared, so that the text ahead of it must have been.
    private void TakeOther(scoped in StreamEvent part)
    {
        if (!_isJoined && _join.Close() == JoinStep.Diverge)
        {
            Break();
            return;
        }

        Join();
        Pass(part);
    }

    private void Pass(scoped in StreamEvent part)
    {
        if (Error is null)
        {
            _hasToken = true;
            _writer.Take(part);
        }
    }

    // What was held, but for what the caller has had.
    private void Join()
    {
        if (_isJoined)
        {
            return;
        }

        _isJoined = true;
        var units = new JsonUnits(_held.WrittenSpan);
        for (var surplus = _join.Surplus; surplus > 0 && units.TryRead(out _);)
        {
            surplus--;
        }

        var half = units.LowHalf == 0 ? [] : Encoding.ASCII.GetBytes($"\\u{(int)units.LowHalf:x4}");
        var rest = _held.WrittenSpan[units.Offset..];
        if (half.Length + rest.Length > 0)
        {
            Pass(new StreamEvent { Kind = StreamEventKind.Text, Text = (byte[])[(byte)'"', .. half, .. rest, (byte)'"'] });
        }

        _held.Clear();
    }

    private void Break() => Error = "The continued answer does not repeat what was sent already.";
}
