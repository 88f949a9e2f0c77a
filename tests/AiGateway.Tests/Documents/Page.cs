using System.Text.RegularExpressions;

namespace AiGateway.Tests.Documents;

/// <summary>One Markdown page: its headings, fences, tables and links.</summary>
internal sealed partial class Page
{
    private readonly string[] _lines;

    private Page(string name, string[] lines) => (Name, _lines) = (name, lines);

    public string Name { get; }

    public string FirstLine => _lines[0];

    public static Page Read(string name) => new(name, Repository.Read(name).Split('\n'));

    /// <summary>The levels of the headings: their words differ between languages.</summary>
    public IEnumerable<int> HeadingLevels() => Prose().Where(line => line.StartsWith('#')).Select(line => line.TakeWhile(sign => sign == '#').Count());

    /// <summary>The names that links can point at: <c>what-a-key-is</c>.</summary>
    public HashSet<string> Anchors() =>
        [.. Prose().Where(line => line.StartsWith('#')).Select(line => NotInAnchor().Replace(line.TrimStart('#', ' ').ToLowerInvariant(), "").Replace(' ', '-'))];

    /// <summary>All fenced blocks, in order.</summary>
    public List<Fence> Fences()
    {
        var fences = new List<Fence>();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (!_lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var language = _lines[i][3..];
            var isRun = i > 0 && _lines[i - 1] == "<!-- run -->";
            var end = Array.IndexOf(_lines, "```", i + 1);
            fences.Add(new Fence(language, string.Join('\n', _lines[(i + 1)..end]), isRun));
            i = end;
        }

        return fences;
    }

    /// <summary>The rows of all tables by their cells, heads left out.</summary>
    public List<string[]> Rows()
    {
        var rows = new List<string[]>();
        var isBody = false;
        foreach (var line in Prose())
        {
            if (!line.StartsWith('|'))
            {
                isBody = false;
            }
            else if (line.StartsWith("|---", StringComparison.Ordinal))
            {
                isBody = true;
            }
            else if (isBody)
            {
                rows.Add([.. line.Trim('|').Split('|').Select(cell => cell.Trim())]);
            }
        }

        return rows;
    }

    /// <summary>The targets of its links, code and fences left out.</summary>
    public IEnumerable<string> Links() => Link().Matches(Code().Replace(string.Join('\n', Prose()), "")).Select(link => link.Groups[1].Value);

    private IEnumerable<string> Prose()
    {
        var isFenced = false;
        foreach (var line in _lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (!isFenced)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}

/// <summary>One fenced block.</summary>
/// <param name="Language">The language that stands behind the fence.</param>
/// <param name="Text">What is in it.</param>
/// <param name="IsRun">It is marked as an example that the tests run.</param>
internal sealed record Fence(string Language, string Text, bool IsRun)
{
    /// <summary>The text without comments, which are in the reader's language.</summary>
    public string WithoutComments() => string.Join('\n', Text.Split('\n').Select(line =>
        Language is "bash" or "sh" or "python" && line.IndexOf("# ", StringComparison.Ordinal) is >= 0 and var at ? line[..at].TrimEnd() : line));
}
