using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>One of the answers that a stream tells, as far as it has come. Not thread-safe.</summary>
internal sealed class GatheredChoice
{
    private readonly List<GatheredPart> _parts = [];
    private readonly LogprobsJoin _logprobs = new();
    private StopReason _stop;
    private JsonString _stopSequence;

    // What more text of the same kind is added to; null once it is complete.
    private GatheredPart? _open;

    // What a signature belongs to; null where there is none yet, or it is complete.
    private GatheredPart? _thought;

    /// <summary>Takes one piece of it.</summary>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Text or StreamEventKind.Refusal or StreamEventKind.Reasoning:
                OpenFor(part.Kind).Text.Add(part.Text);
                break;
            case StreamEventKind.ToolCall:
                _open = null;
                _parts.Add(new GatheredPart(part.Kind) { Slot = part.Slot, Id = Copy(part.Id), Name = Copy(part.Name), IsFreeform = part.IsFreeform });
                break;
            case StreamEventKind.Arguments when CallOf(part.Slot) is { } call:
                call.Text.Add(part.Text);
                break;
            case StreamEventKind.Signature:
                Sign(part);
                break;
            case StreamEventKind.SealedReasoning:
                (_open, _thought) = (null, null);
                _parts.Add(new GatheredPart(part.Kind) { Signature = new Signature(part.Family, Copy(part.Text)) });
                break;
            case StreamEventKind.Image:
                (_open, _thought) = (null, null);
                _parts.Add(new GatheredPart(part.Kind) { Image = new MediaSource { Data = Copy(part.Text), MediaType = Copy(part.Name) } });
                break;
            case StreamEventKind.Citation when part.Citation is { } citation:
                OpenFor(StreamEventKind.Text).Citations.Add(citation);
                break;
            case StreamEventKind.Logprobs:
                _logprobs.Add(part.Text);
                break;
            case StreamEventKind.PartEnd when part.Slot == StreamEvent.NoSlot:
                (_open, _thought) = (null, null);
                break;
            case StreamEventKind.Stop:
                (_stop, _stopSequence) = (part.Stop, part.Text.Length > 2 ? Copy(part.Text) : default);
                break;
        }
    }

    /// <summary>The answer.</summary>
    public AnswerChoice ToChoice()
    {
        var parts = new List<Part>(_parts.Count);
        foreach (var part in _parts)
        {
            parts.Add(part.ToPart());
        }

        return new AnswerChoice(parts, _stop) { StopSequence = _stopSequence, Logprobs = _logprobs.ToJson() };
    }

    private static JsonString Copy(ReadOnlySpan<byte> quoted) => quoted.IsEmpty ? default : new JsonString(quoted.ToArray());

    private GatheredPart OpenFor(StreamEventKind kind)
    {
        // A signature is the end of what it signs.
        if (_open?.Kind != kind || (kind == StreamEventKind.Reasoning && _open.IsSigned))
        {
            _parts.Add(_open = new GatheredPart(kind));
            _thought = kind == StreamEventKind.Reasoning ? _open : _thought;
        }

        return _open;
    }

    private GatheredPart? CallOf(int slot)
    {
        for (var at = _parts.Count - 1; at >= 0; at--)
        {
            if (_parts[at].Kind == StreamEventKind.ToolCall && _parts[at].Slot == slot)
            {
                return _parts[at];
            }
        }

        return null;
    }

    private void Sign(scoped in StreamEvent part)
    {
        if (part.Slot != StreamEvent.NoSlot)
        {
            CallOf(part.Slot)?.Sign(part.Family, part.Text);
            return;
        }

        if (_thought is null)
        {
            // Reasoning that is signed and not shown.
            _parts.Add(_thought = new GatheredPart(StreamEventKind.Reasoning));
        }

        _thought.Sign(part.Family, part.Text);
    }
}
