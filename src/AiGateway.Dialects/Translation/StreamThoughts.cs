using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Translation;

/// <summary>Gathers the reasoning and the calls of a stream, at most <see cref="ThoughtKeeper.MostKept"/> bytes of it, and keeps them once the answer ends.</summary>
/// <param name="keeper">Keeps them.</param>
/// <param name="context">Names calls that have no ids, as the caller is told of them.</param>
internal sealed class StreamThoughts(ThoughtKeeper keeper, AnswerContext context) : IStreamSink
{
    // What a call takes beside its name: streams of nothing but calls end too.
    private const int SizeOfCall = 64;

    private readonly List<Part> _parts = [];
    private readonly List<byte> _text = [];
    private readonly List<byte> _signature = [];
    private DialectFamily _family;
    private int _held;

    private bool IsTooLong => _held > ThoughtKeeper.MostKept;

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        // Who asks for several answers goes on with one of them, and mostly the first.
        if (part.Choice != 0)
        {
            return;
        }

        switch (part.Kind)
        {
            case StreamEventKind.Reasoning:
                EndSigned();
                Hold(_text, part.Text);
                break;
            case StreamEventKind.Signature when part.Slot == StreamEvent.NoSlot:
                _family = part.Family;
                Hold(_signature, part.Text);
                break;
            case StreamEventKind.Signature:
                Sign(part);
                break;
            case StreamEventKind.SealedReasoning:
                End();
                AddSealed(part);
                break;
            case StreamEventKind.ToolCall:
                End();
                AddCall(part);
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal or StreamEventKind.PartEnd:
                End();
                break;
            case StreamEventKind.Stop:
                End();
                Keep();
                break;
        }
    }

    private void Hold(List<byte> held, ReadOnlySpan<byte> quoted)
    {
        _held += quoted.Length;
        if (quoted.Length > 2 && !IsTooLong)
        {
            held.AddRange(quoted[1..^1]);
        }
    }

    // A signature is the end of what it signs.
    private void EndSigned()
    {
        if (_signature.Count > 0)
        {
            End();
        }
    }

    private void End()
    {
        if (_text.Count + _signature.Count == 0)
        {
            return;
        }

        _parts.Add(new ReasoningPart(TextOf(_text)) { Signature = _signature.Count > 0 ? new Signature(_family, TextOf(_signature)) : null });
        _text.Clear();
        _signature.Clear();
    }

    private void AddCall(scoped in StreamEvent part)
    {
        _held += part.Id.Length + SizeOfCall;
        if (!IsTooLong)
        {
            _parts.Add(new ToolCallPart(CallIds.Of(part, context), default, default));
        }
    }

    private void AddSealed(scoped in StreamEvent part)
    {
        _held += part.Text.Length;
        if (!IsTooLong)
        {
            _parts.Add(new SealedReasoningPart(new Signature(part.Family, new JsonString(part.Text.ToArray()))));
        }
    }

    private void Sign(scoped in StreamEvent part)
    {
        _held += part.Text.Length;
        var calls = 0;
        for (var at = 0; at < _parts.Count && !IsTooLong; at++)
        {
            if (_parts[at] is ToolCallPart call && calls++ == part.Slot)
            {
                var piece = new JsonString(part.Text.ToArray());
                _parts[at] = call with { Signature = new Signature(part.Family, call.Signature is { } begun ? begun.Value.Append(piece) : piece) };
                return;
            }
        }
    }

    // Half a thought is worse than none: its signature would not fit.
    private void Keep()
    {
        if (IsTooLong)
        {
            _parts.RemoveAll(part => part is not ToolCallPart);
            for (var at = 0; at < _parts.Count; at++)
            {
                _parts[at] = (ToolCallPart)_parts[at] with { Signature = null };
            }
        }

        keeper.Keep(_parts);
        _parts.Clear();
    }

    private static JsonString TextOf(List<byte> escaped) => JsonString.Wrap(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(escaped));
}
