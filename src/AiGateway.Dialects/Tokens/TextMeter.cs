using System.Globalization;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Tokens;

/// <summary>
/// Estimates how many tokens texts have, without anybody's tokenizer: by runs of characters of one kind, each kind at the rate at which the tokenizers of
/// these years cut it, rounded up. English and code come out within a fifth of most of them, Chinese between that of Qwen and that of Claude.
/// </summary>
internal struct TextMeter
{
    private RunKind _kind;
    private long _length;
    private long _closed;

    // What a run is made of, and so how it is cut.
    private enum RunKind
    {
        Nothing,
        Letters,
        Digits,
        Symbols,
        Space,
        LineEnds,
        Alphabet,
        Abjad,
        Ideographs,
        Pictures,
    }

    /// <summary>The tokens of what was added.</summary>
    public readonly long Tokens => _closed + Close(_kind, _length);

    /// <summary>Adds a text; nothing where there is none.</summary>
    public void Add(JsonString text)
    {
        if (!text.IsEmpty)
        {
            Add(text.Decode().Span);
        }
    }

    /// <summary>Adds a text; what is no UTF-8 counts as symbols.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            Take(KindOf(rune));
            utf8 = utf8[length..];
        }
    }

    /// <summary>Adds what is no text, or frames it.</summary>
    public void AddTokens(long tokens)
    {
        Take(RunKind.Nothing);
        _closed += tokens;
    }

    private void Take(RunKind kind)
    {
        if (kind != _kind)
        {
            _closed += Close(_kind, _length);
            (_kind, _length) = (kind, 0);
        }

        _length++;
    }

    private static long Close(RunKind kind, long length) => length == 0 ? 0 : kind switch
    {
        RunKind.Nothing => 0,

        // Words of up to six letters are one token; the blank ahead of them belongs to it.
        RunKind.Letters => 1 + ((length - 1) / 6),
        RunKind.Digits => (length + 2) / 3,
        RunKind.Symbols => (length + 1) / 2,
        RunKind.Space => length > 1 ? 1 : 0,
        RunKind.LineEnds => 1,
        RunKind.Alphabet => (length + 2) / 3,
        RunKind.Abjad => (length + 1) / 2,
        RunKind.Ideographs => ((4 * length) + 4) / 5,
        _ => 2 * length,
    };

    private static RunKind KindOf(Rune rune) => rune.Value switch
    {
        '\n' or '\r' => RunKind.LineEnds,
        ' ' or '\t' or 0xA0 => RunKind.Space,
        >= '0' and <= '9' => RunKind.Digits,
        < 0x80 => Rune.IsLetter(rune) ? RunKind.Letters : RunKind.Symbols,

        // Latin with its accents.
        < 0x250 => Rune.IsLetter(rune) ? RunKind.Letters : RunKind.Symbols,

        // Greek, Cyrillic, Armenian; Georgian.
        < 0x590 or (>= 0x10A0 and < 0x1100) => RunKind.Alphabet,

        // Hebrew, Arabic, the scripts of India, Thai, Lao, Tibetan, Burmese; Ethiopic, Khmer and their like.
        < 0x10A0 or (>= 0x1200 and < 0x1E00) => RunKind.Abjad,
        >= 0x1E00 and < 0x2000 => RunKind.Alphabet,
        >= 0x2E80 and < 0xA4D0 => IsWide(rune) ? RunKind.Ideographs : RunKind.Symbols,

        // Hangul; characters for compatibility, half and full width; the rarer ideographs.
        (>= 0x1100 and < 0x1200) or (>= 0xAC00 and < 0xD7B0) or (>= 0xF900 and < 0xFB00) or (>= 0xFF00 and < 0xFFF0) or (>= 0x20000 and < 0x32000) => RunKind.Ideographs,
        >= 0x1F000 and < 0x20000 => RunKind.Pictures,
        _ => Rune.IsLetter(rune) ? RunKind.Abjad : RunKind.Symbols,
    };

    // Kana and ideographs; their punctuation is as good as symbols.
    private static bool IsWide(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.LetterNumber;
}
