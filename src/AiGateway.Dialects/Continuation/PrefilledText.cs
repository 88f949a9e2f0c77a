using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>
/// Joins an answer that was given what was sent as its beginning, and so goes on from there. Some providers repeat the beginning all the same: where
/// the answer begins with all of it, and that is no coincidence, it is dropped.
/// </summary>
internal sealed class PrefilledText : TextJoin
{
    /// <summary>The shortest text, in UTF-16 units, whose repetition is taken for the provider's and not the answer's own.</summary>
    public const int ShortestEcho = 16;

    private const int LongestPiece = 256;

    private readonly ReadOnlyMemory<char> _missing;
    private PrefixMatch _echo;
    private PrefixMatch _blank;

    /// <param name="sent">All that was sent.</param>
    /// <param name="given">How many units of it the provider was given. What is missing is white space, dropped where the answer begins with the same.</param>
    public PrefilledText(ReadOnlyMemory<char> sent, int given)
    {
        _missing = sent[given..];
        _echo = IsTelling(sent.Span[..given]) ? new PrefixMatch(sent[..given]) : default;
        _blank = new PrefixMatch(_missing);
    }

    private bool IsOpen => _echo.IsOpen || _blank.IsOpen;

    /// <inheritdoc/>
    public override JoinStep Take(ReadOnlySpan<byte> text)
    {
        if (!IsOpen)
        {
            Surplus = 0;
            return JoinStep.Pass;
        }

        var units = new JsonUnits(text);
        while (IsOpen && units.TryRead(out var unit))
        {
            Take(unit);
        }

        return IsOpen ? JoinStep.Hold : Close();
    }

    /// <inheritdoc/>
    public override JoinStep Close()
    {
        Surplus = (_echo.IsWhole ? _echo.Matched : 0) + _blank.Matched;
        (_echo, _blank) = (default, default);
        return JoinStep.Pass;
    }

    private void Take(char unit)
    {
        var mayEcho = _echo.IsOpen;
        _echo.Take(unit);
        if (mayEcho && _echo.IsWhole)
        {
            // What was compared until here was the echo; what was not given comes behind it.
            _blank = new PrefixMatch(_missing);
            return;
        }

        _blank.Take(unit);
    }

    // A short text may well come twice, and one that is a piece repeated (a ruler, a row of zeros) will go on like that.
    private static bool IsTelling(ReadOnlySpan<char> text)
    {
        if (text.Length < ShortestEcho)
        {
            return false;
        }

        for (var piece = 1; piece <= Math.Min(text.Length / 2, LongestPiece); piece++)
        {
            if (text[piece..].SequenceEqual(text[..^piece]))
            {
                return false;
            }
        }

        return true;
    }
}
