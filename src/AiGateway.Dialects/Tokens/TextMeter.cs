using System.Globalization;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Tokens;

/// <summary>
/// Estimates how many tokens texts have, without anybody's tokenizer: by runs of characters of one kind, each kind at the rate at which the tokenizers of
/// these years cut it, rounded up. The rates were fitted to those of GPT-4o, Qwen 2.5, Gemma, DeepSeek V3 and Llama 3, whose mean it meets within a fifth.
/// </summary>
internal struct TextMeter
{
    private RunKind _kind;
    private long _length;
    private long _closed;
    private bool _isAccented;

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
            _isAccented |= !rune.IsAscii;
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

            // What ends a line goes with the symbols ahead of it.
            _length = kind == RunKind.LineEnds && _kind == RunKind.Symbols ? -1 : 0;
            (_kind, _isAccented) = (kind, false);
        }

        _length++;
    }

    private readonly long Close(RunKind kind, long length) => length == 0 ? 0 : kind switch
    {
        RunKind.Nothing => 0,

        // Words of up to seven letters are one token; the blank ahead of them belongs to it. One more where there are accents: a word of another language.
        RunKind.Letters => (length <= 7 ? 1 : 1 + ((length - 4) / 4)) + (_isAccented ? 1 : 0),
        RunKind.Digits => (length + 2) / 3,
        RunKind.Symbols => (length + 2) / 3,
        RunKind.Space => length > 1 ? 1 : 0,
        RunKind.LineEnds => 1,
        RunKind.Alphabet => (length + 3) / 4,
        RunKind.Abjad => ((2 * length) + 4) / 5,
        RunKind.Ideographs => ((2 * length) + 2) / 3,
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
