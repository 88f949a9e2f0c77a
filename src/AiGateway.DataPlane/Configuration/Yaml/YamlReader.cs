using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiGateway.Configuration.Yaml;

/// <summary>Reads one YAML document strictly: no anchors and aliases, no tags, no name twice in a map, and no deeper than 32 levels.</summary>
internal sealed class YamlReader
{
    private const int MostLevels = 32;

    private readonly Parser _parser;
    private readonly List<YamlProblem> _problems;
    private int _level;

    private YamlReader(string text, List<YamlProblem> problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="problems">What is wrong with it is added here. Where YAML's own rules are broken, nothing after it is read.</param>
    /// <returns>The document; an empty map where nothing is written; null where it cannot be made out.</returns>
    public static YamlNode? Read(string text, List<YamlProblem> problems)
    {
        try
        {
            return new YamlReader(text, problems).ReadDocument();
        }
        catch (YamlException exception)
        {
            problems.Add(new(PositionOf(exception.Start), Explain(exception.Message)));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The parser has no word of its own for some texts that are no YAML.
            problems.Add(new(new(1, 1), "is not YAML"));
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
        {
            return new YamlMap(new(1, 1), []);
        }

        Next();
        var document = ReadNode();
        Next();
        Next();
        if (document is not null && _parser.Current is DocumentStart another)
        {
            _problems.Add(new(PositionOf(another.Start), "a second document begins; only one is read"));
            return null;
        }

        return document is YamlScalar { IsNothing: true } ? new YamlMap(document.At, []) : document;
    }

    // Null where it cannot be used; the problem has been told, and the parser stands at its last event.
    private YamlNode? ReadNode()
    {
        var node = _parser.Current!;
        var at = PositionOf(node.Start);
        if (node is AnchorAlias)
        {
            _problems.Add(new(at, "an alias (*name) is not taken: write the value out, or put a text that begins with * into quotes"));
            return null;
        }

        if (node is NodeEvent { Anchor.IsEmpty: false })
        {
            _problems.Add(new(at, "an anchor (&name) is not taken: write the value out, or put a text that begins with & into quotes"));
        }

        if (node is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            _problems.Add(new(at, "a tag (!name) is not taken: put a text that begins with ! into quotes"));
        }

        return node switch
        {
            Scalar scalar => new YamlScalar(at, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => ReadList(at),
            MappingStart => ReadMap(at),
            _ => throw new YamlException(node.Start, node.End, "a value is missing"),
        };
    }

    private YamlList ReadList(YamlPosition at)
    {
        Enter(at);
        var items = new List<YamlNode>();
        for (Next(); _parser.Current is not SequenceEnd; Next())
        {
            if (ReadNode() is { } item)
            {
                items.Add(item);
            }
        }

        _level--;
        return new YamlList(at, items);
    }

    private YamlMap ReadMap(YamlPosition at)
    {
        Enter(at);
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var key = ReadNode();
            Next();
            var value = ReadNode();
            if (key is not YamlScalar name)
            {
                _problems.Add(new(key?.At ?? at, "a name must be a single value"));
            }
            else if (!lines.TryAdd(name.Text, name.At.Line))
            {
                _problems.Add(new(name.At, string.Create(CultureInfo.InvariantCulture, $"{Shown.Name(name.Text)} stands here a second time, after line {lines[name.Text]}")));
            }
            else if (value is not null)
            {
                entries.Add(new(name.At, name.Text, value));
            }
        }

        _level--;
        return new YamlMap(at, entries);
    }

    private void Enter(YamlPosition at)
    {
        if (++_level > MostLevels)
        {
            throw new YamlException(new Mark(0, at.Line, at.Column), Mark.Empty, string.Create(CultureInfo.InvariantCulture, $"is nested deeper than {MostLevels} levels"));
        }
    }

    private void Next()
    {
        // Some texts make the parser end without a word in the middle of a document.
        if (!_parser.MoveNext() || _parser.Current is null)
        {
            throw new YamlException("The text ends in the middle of a value");
        }
    }

    private static YamlPosition PositionOf(in Mark mark) => new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private static string Explain(string message)
    {
        if (message.Contains("cannot start any token", StringComparison.Ordinal) || message.Contains("anchor or alias", StringComparison.Ordinal))
        {
            return "a text that begins with a special character must be put into quotes";
        }

        return message.StartsWith("is nested", StringComparison.Ordinal) ? message : "is not YAML: " + message.TrimEnd('.');
    }
}

/// <summary>What is wrong at a place.</summary>
/// <param name="At">The place.</param>
/// <param name="What">What is wrong there, without any value that may be a secret.</param>
internal readonly record struct YamlProblem(YamlPosition At, string What);
