using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes the events of Messages: one block open at a time, calls that come interleaved one after the other, the reason and the usage at the end.</summary>
internal sealed class AnthropicStreamWriter : EventWriter
{
    // Interleaved calls are rare, and their arguments short.
    private const int MostHeld = 1024 * 1024;

    private readonly AnthropicEvents _events;
    private readonly List<HeldCall> _waiting = [];
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
            case StreamEventKind.Text or StreamEventKind.Refusal:
                Open(OpenBlock.Text);
                _events.WriteDelta("text_delta"u8, "text"u8, part.Text);
                break;
            case StreamEventKind.Reasoning:
                Open(OpenBlock.Thinking);
                _events.WriteDelta("thinking_delta"u8, "thinking"u8, part.Text);
                break;
            case StreamEventKind.Signature when part is { Slot: StreamEvent.NoSlot, Family: DialectFamily.Anthropic }:
                Open(OpenBlock.Thinking);
                _events.WriteDelta("signature_delta"u8, "signature"u8, part.Text);
                break;
            case StreamEventKind.SealedReasoning when part.Family == DialectFamily.Anthropic:
                WriteSealed(part.Text);
                break;
            case StreamEventKind.ToolCall:
                TakeCall(part);
                break;
            case StreamEventKind.Arguments:
                TakeArguments(part);
                break;
            case StreamEventKind.Citation when part.Citation is not null:
                WriteCitation(part.Citation);
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

    private void Open(OpenBlock block)
    {
        if (_open == block)
        {
            return;
        }

        CloseAll();
        _events.WriteBlockStart(isThinking: block == OpenBlock.Thinking);
        _open = block;
    }

    private void WriteSealed(ReadOnlySpan<byte> data)
    {
        CloseAll();
        _events.WriteSealedStart(data);
        _events.WriteBlockStop();
    }

    private void WriteCitation(Citation citation)
    {
        Open(OpenBlock.Text);
        _events.WriteCitation(citation);
    }

    private void TakeCall(scoped in StreamEvent part)
    {
        var call = new HeldCall(
            part.Slot,
            AnthropicId.Of(CallIds.Of(part, Context), part.Slot),
            new JsonString(part.Name.ToArray()));
        if (_open == OpenBlock.Call && !_progress.IsComplete)
        {
            _waiting.Add(call);
            return;
        }

        CloseAll();
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
        if (_open == OpenBlock.Call && _openSlot == part.Slot)
        {
            WriteArguments(part.Text);
            return;
        }

        foreach (var call in _waiting)
        {
            if (call.Slot == part.Slot)
            {
                call.Arguments.Add(part.Text.ToArray());
                _held += part.Text.Length;
                Failure = _held > MostHeld ? "The provider's tool calls are interleaved, and too long to be put in order." : null;
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
            OpenNext();
        }
        else if (_waiting.Find(call => call.Slot == slot) is { } waiting)
        {
            waiting.IsEnded = true;
        }
    }

    // Those behind the open one that are known to be complete are written at once.
    private void OpenNext()
    {
        while (_open == OpenBlock.None && _waiting is [var next, ..])
        {
            _waiting.RemoveAt(0);
            OpenCall(next);
            if (next.IsEnded)
            {
                Close();
            }
        }
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
