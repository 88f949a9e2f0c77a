using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>
/// Writes the events of Messages: one block open at a time, calls that come interleaved one after the other, words in the middle of a call behind it,
/// the reason and the usage at the end.
/// </summary>
internal sealed class AnthropicStreamWriter : EventWriter
{
    // Interleaved calls are rare, as are words amid them, and both short.
    private const int MostHeld = 1024 * 1024;

    private readonly AnthropicEvents _events;
    private readonly List<HeldCall> _waiting = [];
    private readonly List<HeldWords> _words = [];
    private ArgumentProgress _progress;
    private OpenBlock _open;
    private int _openSlot;
    private int _held;
    private TokenUsage _usage;
    private StopReason _stop;
    private JsonString _sequence;

    /// <summary>Begins an answer.</summary>
    public AnthropicStreamWriter(AnswerContext context)
        : base(context) => _events = new AnthropicEvents(Output, Json);

    private enum OpenBlock
    {
        None,
        Text,
        Thinking,
        Call,
    }

    /// <inheritdoc/>
    public override void WriteError(in ErrorDetail error) => AnthropicErrorCodec.Instance.WriteEvent(Output, error);

    /// <inheritdoc/>
    protected override void Write(scoped in StreamEvent part)
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
                _events.WriteStart(part, Context);
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal or StreamEventKind.Reasoning or StreamEventKind.Citation:
                TakeWords(part);
                break;
            case StreamEventKind.Signature or StreamEventKind.SealedReasoning when part is { Slot: StreamEvent.NoSlot, Family: DialectFamily.Anthropic }:
                TakeWords(part);
                break;
            case StreamEventKind.ToolCall:
                TakeCall(part);
                break;
            case StreamEventKind.Arguments:
                TakeArguments(part);
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

    // Some providers say a word amid the arguments of a call: it follows when the call is complete.
    private void TakeWords(scoped in StreamEvent part)
    {
        if (IsAmidCall())
        {
            _words.Add(new HeldWords(part.Kind, part.Text.ToArray(), part.Citation));
            Hold(part.Text.Length);
            return;
        }

        WriteWords(part.Kind, part.Text, part.Citation);
    }

    private void WriteWords(StreamEventKind kind, ReadOnlySpan<byte> text, Citation? citation)
    {
        switch (kind)
        {
            case StreamEventKind.Reasoning:
                Open(OpenBlock.Thinking);
                _events.WriteDelta("thinking_delta"u8, "thinking"u8, text);
                break;
            case StreamEventKind.Signature:
                Open(OpenBlock.Thinking);
                _events.WriteDelta("signature_delta"u8, "signature"u8, text);
                break;
            case StreamEventKind.SealedReasoning:
                Close();
                _events.WriteSealedStart(text);
                _events.WriteBlockStop();
                break;
            case StreamEventKind.Citation:
                WriteCitation(citation);
                break;
            default:
                Open(OpenBlock.Text);
                _events.WriteDelta("text_delta"u8, "text"u8, text);
                break;
        }
    }

    private void Open(OpenBlock block)
    {
        if (_open != block)
        {
            Close();
            _events.WriteBlockStart(isThinking: block == OpenBlock.Thinking);
            _open = block;
        }
    }

    private void WriteCitation(Citation? citation)
    {
        if (citation is not null)
        {
            Open(OpenBlock.Text);
            _events.WriteCitation(citation);
        }
    }

    // A complete call gives way to what has waited for it, be that another call.
    private bool IsAmidCall()
    {
        if (_open == OpenBlock.Call && _progress.IsComplete && _waiting.Count + _words.Count > 0)
        {
            Close();
            WriteWaiting();
        }

        return _open == OpenBlock.Call && !_progress.IsComplete;
    }

    private void Hold(int length)
    {
        _held += length;
        Failure = _held > MostHeld ? "The provider's tool calls are interleaved, and too long to be put in order." : null;
    }

    private void TakeCall(scoped in StreamEvent part)
    {
        var call = new HeldCall(
            part.Slot,
            AnthropicId.Of(CallIds.Of(part, Context), part.Slot),
            new JsonString(part.Name.ToArray()));
        if (IsAmidCall())
        {
            _waiting.Add(call);
            return;
        }

        Close();
        OpenCall(call);
    }

    private void OpenCall(HeldCall call)
    {
        _events.WriteCallStart(call.Id, call.Name);
        (_open, _openSlot, _progress) = (OpenBlock.Call, call.Slot, default);
        _events.WriteDelta("input_json_delta"u8, "partial_json"u8, "\"\""u8);
        foreach (var arguments in call.Arguments)
        {
            WriteArguments(arguments);
            _held -= arguments.Length;
        }
    }

    private void WriteArguments(ReadOnlySpan<byte> quoted)
    {
        _progress.Note(quoted);
        _events.WriteDelta("input_json_delta"u8, "partial_json"u8, quoted);
    }

    private void TakeArguments(scoped in StreamEvent part)
    {
        if ((_open == OpenBlock.Call && _openSlot == part.Slot) || (IsAmidCall() && _openSlot == part.Slot))
        {
            WriteArguments(part.Text);
            return;
        }

        foreach (var call in _waiting)
        {
            if (call.Slot == part.Slot)
            {
                call.Arguments.Add(part.Text.ToArray());
                Hold(part.Text.Length);
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
            WriteWaiting();
        }
        else if (_waiting.Find(call => call.Slot == slot) is { } waiting)
        {
            waiting.IsEnded = true;
        }
    }

    // The words first, then the calls, up to one that may go on.
    private void WriteWaiting()
    {
        WriteHeldWords();
        while (_open != OpenBlock.Call && _waiting is [var next, ..])
        {
            _waiting.RemoveAt(0);
            Close();
            OpenCall(next);
            if (next.IsEnded || (_progress.IsComplete && _waiting.Count > 0))
            {
                Close();
            }
        }
    }

    private void WriteHeldWords()
    {
        foreach (var words in _words)
        {
            WriteWords(words.Kind, words.Text, words.Citation);
            _held -= words.Text.Length;
        }

        _words.Clear();
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
        WriteHeldWords();
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
            _events.WriteBlockStop();
            _open = OpenBlock.None;
        }
    }

    private void WriteEnd()
    {
        CloseAll();
        _events.WriteEnd(_stop, _sequence, _usage);
    }
}
