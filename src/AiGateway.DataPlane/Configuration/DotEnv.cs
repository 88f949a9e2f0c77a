using System.Text;

namespace AiGateway.Configuration;

/// <summary>Reads the text of a <c>.env</c> file. Nothing is expanded. What is wrong is told by line, without a word of the line itself, which may hold a secret.</summary>
internal sealed class DotEnv
{
    private const int MaxProblems = 20;

    private readonly List<DotEnvEntry> entries = [];
    private readonly List<string> problems = [];
    private readonly string text;
    private int position;
    private int line = 1;

    private DotEnv(string text) => this.text = text;

    /// <summary>The assignments, in the order of the file; where a name comes twice, the later is meant.</summary>
    public IReadOnlyList<DotEnvEntry> Entries => entries;

    /// <summary>What is wrong: one line each, at most 20 and a word that there is more.</summary>
    public IReadOnlyList<string> Problems => problems;

    private char Current => position < text.Length ? text[position] : '\n';

    /// <summary>Reads a whole file.</summary>
    /// <param name="text">Its text, with any line ends; a byte order mark is skipped.</param>
    public static DotEnv Parse(string text)
    {
        var file = new DotEnv(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"));
        while (file.position < file.text.Length && file.problems.Count <= MaxProblems)
        {
            file.ReadLine();
        }

        return file;
    }

    private void ReadLine()
    {
        var start = line;
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

        position++;
        SkipBlanks();
        var value = Current switch
        {
            '"' => ReadDoubleQuoted(start),
            '\'' => ReadSingleQuoted(start),
            _ => ReadBare(),
        };
        if (value is not null)
        {
            entries.Add(new DotEnvEntry(name, value, start));
        }
    }

    // Letters, digits and underscores, not beginning with a digit.
    private string ReadName()
    {
        var start = position;
        while (char.IsAsciiLetter(Current) || Current == '_' || (position > start && char.IsAsciiDigit(Current)))
        {
            position++;
        }

        return text[start..position];
    }

    private string ReadBare()
    {
        var start = position;
        while (Current != '\n' && !(Current == '#' && text[position - 1] is ' ' or '\t'))
        {
            position++;
        }

        return text[start..position].Trim();
    }

    private string? ReadSingleQuoted(int start)
    {
        var from = ++position;
        while (Current is not ('\'' or '\n'))
        {
            position++;
        }

        if (Current == '\n')
        {
            Report(start, "has no closing '");
            return null;
        }

        return EndsAfterQuote(start) ? text[from..(position - 1)] : null;
    }

    // The only value that may go on over several lines.
    private string? ReadDoubleQuoted(int start)
    {
        var value = new StringBuilder();
        var afterFirstLine = text.IndexOf('\n', position) is var end and >= 0 ? end : text.Length;
        for (position++; position < text.Length; position++)
        {
            switch (text[position])
            {
                case '"':
                    return EndsAfterQuote(start) ? value.ToString() : null;
                case '\\' when position + 1 < text.Length && text[position + 1] is 'n' or '"' or '\\':
                    position++;
                    value.Append(text[position] == 'n' ? '\n' : text[position]);
                    break;
                case '\n':
                    line++;
                    value.Append('\n');
                    break;
                default:
                    value.Append(text[position]);
                    break;
            }
        }

        // The lines after it were most likely not meant as part of the value.
        (position, line) = (afterFirstLine, start);
        Report(start, "has no closing \"");
        return null;
    }

    private bool EndsAfterQuote(int start)
    {
        position++;
        var end = position;
        SkipBlanks();
        if (Current is '\n' or '#')
        {
            position = end;
            return true;
        }

        Report(start, "goes on after the closing quote");
        return false;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            position++;
        }
    }

    private void SkipLine()
    {
        while (Current != '\n')
        {
            position++;
        }

        position++;
        line++;
    }

    private void Report(int at, string problem) =>
        problems.Add(problems.Count < MaxProblems ? $".env, line {at}: {problem}" : $".env: has more such lines; the rest was not read");
}
