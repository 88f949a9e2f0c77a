using System.Globalization;

namespace AiGateway.Demo.Generation;

/// <summary>Cuts text into what the simulated models call tokens: a word with the space before it, or two Chinese characters.</summary>
internal static class Pieces
{
    private const int LongestWord = 12;
    private const int LongestIdeographs = 2;

    /// <summary>The pieces, none of them empty; put together they are the text. No character is cut in two.</summary>
    public static List<string> Of(string text)
    {
        var pieces = new List<string>((text.Length / 5) + 1);
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfPiece(text, start);
            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }

    /// <summary>Whether the text has a Chinese character.</summary>
    public static bool HasIdeographs(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\u3400', '\u9FFF') >= 0;

    /// <summary>How many tokens a prompt of so many UTF-8 bytes is taken for.</summary>
    public static int Estimate(int bytes) => (bytes + 3) / 4;

    private static int EndOfPiece(string text, int start)
    {
        var at = start;
        while (at < text.Length && at - start < LongestWord && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var wide = at < text.Length && IsWide(text[at]);
        var most = at + (wide ? LongestIdeographs : LongestWord);
        while (at < text.Length && at < most && !char.IsWhiteSpace(text[at]) && IsWide(text[at]) == wide)
        {
            at++;
        }

        // What belongs to the last character stays with it: the second half of a pair, marks, joiners.
        while (at < text.Length && (char.IsLowSurrogate(text[at]) || IsMark(text[at])))
        {
            at++;
        }

        return at;
    }

    private static bool IsWide(char c) => c is >= '\u3000' and <= '\u9FFF' or >= '\uFF00' and <= '\uFFEF';

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;
}
