using System.Text;

namespace AiGateway.Configuration;

/// <summary>Reads the text of a <c>.env</c> file. Nothing is expanded. What is wrong is told by line, without a word of the line itself, which may hold a secret.</summary>
internal sealed class DotEnv
{
    private const int MaxProblems = 20;

    private readonly List<DotEnvEntry> _entries = [];
    private readonly List<string> _problems = [];
    private readonly string _text;
    private int _position;
    private int _line = 1;

    private DotEnv(string text) => _text = text;

    /// <summary>The assignments, in the order of the file; where a name comes twice, the later is meant.</summary>
    public IReadOnlyList<DotEnvEntry> Entries => _entries;

    /// <summary>What is wrong: one line each, at most 20 and a word that there is more.</summary>
    public IReadOnlyList<string> Problems => _problems;

    private char Current => _position < _text.Length ? _text[_position] : '\n';

    /// <summary>Reads a whole file.</summary>
    /// <param name="text">Its text, with any line ends; a byte order mark is skipped.</param>
    public static DotEnv Parse(string text)
    {
        var file = new DotEnv(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"));
        while (file._position < file._text.Length && file._problems.Count <= MaxProblems)
        {
            file.ReadLine();
        }

        return file;
    }

    private void ReadLine()
    {
        var start = _line;
        SkipBlanks();
        if (Current is not ('\n' or '#'))
        {
            ReadAssignment(start);
        }

        SkipLine();
    }

    private void ReadAssignment(int start)
    {
        var name = ReadName();
        if (name == "export" && Current is ' ' or '\t')
        {
            SkipBlanks();
            name = Current == '=' ? name : ReadName();
        }

        SkipBlanks();
        if (name.Length == 0 || Current != '=')
        {
            Report(start, "is not NAME=value");
            return;
        }

        _position++;
        SkipBlanks();
        var value = Current switch
        {
            '"' => ReadDoubleQuoted(start),
            '\'' => ReadSingleQuoted(start),
            _ => ReadBare(),
        };
        if (value is not null)
        {
            _entries.Add(new DotEnvEntry(name, value, start));
        }
    }

    // Letters, digits and underscores, not beginning with a digit.
    private string ReadName()
    {
        var start = _position;
        while (char.IsAsciiLetter(Current) || Current == '_' || (_position > start && char.IsAsciiDigit(Current)))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private string ReadBare()
    {
        var start = _position;
        while (Current != '\n' && !(Current == '#' && _text[_position - 1] is ' ' or '\t'))
        {
            _position++;
        }

        return _text[start.._position].Trim();
    }

    private string? ReadSingleQuoted(int start)
    {
        var from = ++_position;
        while (Current is not ('\'' or '\n'))
        {
            _position++;
        }

        if (Current == '\n')
        {
            Report(start, "has no closing '");
            return null;
        }

        return EndsAfterQuote(start) ? _text[from..(_position - 1)] : null;
    }

    // The only value that may go on over several lines.
    private string? ReadDoubleQuoted(int start)
    {
        var value = new StringBuilder();
        var afterFirstLine = _text.IndexOf('\n', _position) is var end and >= 0 ? end : _text.Length;
        for (_position++; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case '"':
                    return EndsAfterQuote(start) ? value.ToString() : null;
                case '\\' when _position + 1 < _text.Length && _text[_position + 1] is 'n' or '"' or '\\':
                    _position++;
                    value.Append(_text[_position] == 'n' ? '\n' : _text[_position]);
                    break;
                case '\n':
                    _line++;
                    value.Append('\n');
                    break;
                default:
                    value.Append(_text[_position]);
                    break;
            }
        }

        // The lines after it were most likely not meant as part of the value.
        (_position, _line) = (afterFirstLine, start);
        Report(start, "has no closing \"");
        return null;
    }

    private bool EndsAfterQuote(int start)
    {
        _position++;
        var end = _position;
        SkipBlanks();
        if (Current is '\n' or '#')
        {
            _position = end;
            return true;
        }

        Report(start, "goes on after the closing quote");
        return false;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _position++;
        }
    }

    private void SkipLine()
    {
        while (Current != '\n')
        {
            _position++;
        }

        _position++;
        _line++;
    }

    private void Report(int at, string problem) =>
        _problems.Add(_problems.Count < MaxProblems ? $".env, line {at}: {problem}" : $".env: has more such lines; the rest was not read");
}
