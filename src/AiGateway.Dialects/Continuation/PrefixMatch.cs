namespace AiGateway.Dialects.Continuation;

/// <summary>Compares a text with one that it is expected to begin with.</summary>
/// <param name="expected">The text, as UTF-16.</param>
internal struct PrefixMatch(ReadOnlyMemory<char> expected)
{
    private bool _hasDiverged;

    /// <summary>How many UTF-16 units were found to be the same, from the beginning.</summary>
    public int Matched { get; private set; }

    /// <summary>The text came in full.</summary>
    public readonly bool IsWhole => Matched == expected.Length;

    /// <summary>It is not decided yet: all that came was the same, and more is expected.</summary>
    public readonly bool IsOpen => !IsWhole && !_hasDiverged;

    /// <summary>Compares the next unit, where it still matters.</summary>
    public void Take(char unit)
    {
        if (!IsOpen)
        {
            return;
        }

        if (unit == expected.Span[Matched])
        {
            Matched++;
        }
        else
        {
            _hasDiverged = true;
        }
    }
}
