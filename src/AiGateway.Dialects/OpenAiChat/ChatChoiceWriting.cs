using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What must be known of a choice whose chunks are being written.</summary>
/// <param name="index">Its number.</param>
internal sealed class ChatChoiceWriting(int index)
{
    private readonly List<CallState> _calls = [];
    private byte[]? _logprobs;

    /// <summary>Its number.</summary>
    public int Index { get; } = index;

    /// <summary>The model declines.</summary>
    public bool HasRefusal { get; set; }

    /// <summary>How many characters of text there are.</summary>
    public long TextLength { get; private set; }

    /// <summary>Where the part began that the text is in.</summary>
    public long PartStart { get; private set; }

    /// <summary>How many images there are.</summary>
    public int Images { get; set; }

    /// <summary>How many calls there are.</summary>
    public int Calls => _calls.Count;

    /// <summary>Probabilities that go with the next text.</summary>
    public byte[]? Logprobs
    {
        set => _logprobs = value;
    }

    /// <summary>Gives up the probabilities.</summary>
    public byte[]? TakeLogprobs()
    {
        var taken = _logprobs;
        _logprobs = null;
        return taken;
    }

    /// <summary>Takes note of text.</summary>
    public void NoteText(ReadOnlySpan<byte> quoted)
    {
        var units = new JsonUnits(quoted.Length > 2 ? quoted[1..^1] : default);
        while (units.TryRead(out _))
        {
            TextLength++;
        }
    }

    /// <summary>Takes note that the part ended.</summary>
    public void EndPart() => PartStart = TextLength;

    /// <summary>Takes note of a call.</summary>
    public void NoteCall(int slot, bool isFreeform)
    {
        while (_calls.Count <= slot)
        {
            _calls.Add(CallState.Empty);
        }

        _calls[slot] = isFreeform ? CallState.Freeform : CallState.Empty;
    }

    /// <summary>Takes note of arguments.</summary>
    public void NoteArguments(int slot) => _calls[slot] = _calls[slot] == CallState.Freeform ? CallState.Freeform : CallState.Begun;

    /// <summary>Whether the argument of a call is text.</summary>
    public bool IsFreeform(int slot) => _calls[slot] == CallState.Freeform;

    /// <summary>Whether a call has no arguments at all until now, and must have some.</summary>
    public bool LacksArguments(int slot) => slot >= 0 && slot < _calls.Count && _calls[slot] == CallState.Empty;

    private enum CallState
    {
        Empty,
        Begun,
        Freeform,
    }
}
