namespace AiGateway.Configuration.Yaml;

/// <summary>A part of a YAML document, and where it begins.</summary>
/// <param name="At">Its first character.</param>
internal abstract record YamlNode(YamlPosition At)
{
    /// <summary>What it is, for people: "a text", "a list".</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar, as it was written: numbers and booleans are texts too.</summary>
/// <param name="At">Its first character.</param>
/// <param name="Text">The text, quotes and escapes resolved.</param>
/// <param name="IsPlain">It was written without quotes.</param>
internal sealed record YamlScalar(YamlPosition At, string Text, bool IsPlain) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Kind => IsNothing ? "nothing" : "a single value";

    /// <summary>Nothing was written, or YAML's word for it.</summary>
    public bool IsNothing => IsPlain && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
/// <param name="At">Its first character.</param>
/// <param name="Items">Its items, in order.</param>
internal sealed record YamlList(YamlPosition At, IReadOnlyList<YamlNode> Items) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Names and values.</summary>
/// <param name="At">Its first character.</param>
/// <param name="Entries">Its entries, in order; each name once.</param>
internal sealed record YamlMap(YamlPosition At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Kind => "a group of fields";

    /// <summary>The entry of a name, or null.</summary>
    public YamlEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);
}

/// <summary>One entry of a map.</summary>
/// <param name="At">The first character of the name.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(YamlPosition At, string Name, YamlNode Value);

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
internal readonly record struct YamlPosition(int Line, int Column) : IComparable<YamlPosition>
{
    /// <inheritdoc/>
    public int CompareTo(YamlPosition other) => (Line, Column).CompareTo((other.Line, other.Column));
}
