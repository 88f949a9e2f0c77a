namespace AiGateway.Dialects.Providers;

/// <summary>A sign by which a provider's error is known for what it is. All that is given must fit.</summary>
/// <param name="Kind">What the error is.</param>
public sealed record ErrorSignal(FailureKind Kind)
{
    /// <summary>The HTTP status; 0, the default: any.</summary>
    public int Status { get; init; }

    /// <summary>
    /// One of these is the error's code or its type, which providers do not keep apart; a number is given by its digits, and a last <c>*</c> stands
    /// for any ending. Empty, the default: any.
    /// </summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>The error's message has these words in it, in upper or lower case; null, the default: any.</summary>
    public string? Message { get; init; }

    /// <summary>The error is of this kind.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="facts">What the body says.</param>
    public bool Fits(int status, in ErrorFacts facts) =>
        (Status == 0 || Status == status)
        && (Codes.Count == 0 || HasCode(facts.Code) || HasCode(facts.Type))
        && (Message is null || facts.Message?.Contains(Message, StringComparison.OrdinalIgnoreCase) is true);

    private bool HasCode(string? code)
    {
        if (code is null)
        {
            return false;
        }

        for (var i = 0; i < Codes.Count; i++)
        {
            var known = Codes[i].AsSpan();
            if (known is [.. var beginning, '*'] ? code.AsSpan().StartsWith(beginning, StringComparison.Ordinal) : known.SequenceEqual(code))
            {
                return true;
            }
        }

        return false;
    }
}
