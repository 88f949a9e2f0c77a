namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Which choices of a stream were seen, and which have their finish reason.</summary>
internal struct ChoiceProgress
{
    /// <summary>How many choices are told apart: OpenAI's own bound of <c>n</c>.</summary>
    public const int Capacity = 128;

    private UInt128 _seen;
    private UInt128 _finished;

    /// <summary>At least one choice was seen.</summary>
    public readonly bool Any => _seen != 0 || HasForeign;

    /// <summary>A choice had an index that cannot be told apart, so that its end is unknown.</summary>
    public bool HasForeign { get; private set; }

    /// <summary>Every choice that was seen has its finish reason.</summary>
    public readonly bool AreFinished => Any && !HasForeign && _seen == _finished;

    /// <summary>Takes note of a choice.</summary>
    public void Note(long index, bool finished)
    {
        if (index is < 0 or >= Capacity)
        {
            HasForeign = true;
            return;
        }

        var bit = UInt128.One << (int)index;
        _seen |= bit;
        _finished |= finished ? bit : 0;
    }
}
