namespace AiGateway.Dialects.Conversation;

/// <summary>The fields of a request that do not arrive at its target, by the names that the caller knows.</summary>
/// <param name="source">The caller's dialect.</param>
internal sealed class DroppedFields(FieldTable source)
{
    // For a header and a log line: who sends more unknown members than this is told so by the last name.
    private const int Most = 32;

    // Longer than any field has a name; who sends a longer one is told how it begins.
    private const int LongestName = 64;

    private readonly List<string> _names = [];

    /// <summary>The names, in the order in which they were dropped.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>
    /// The name of a dropped field without which the answer would be to another question, such as the stored answer that the talk goes on from: such
    /// a request must be refused, strict or not. Null where there is none.
    /// </summary>
    public string? Indispensable { get; private set; }

    /// <summary>Takes note of a field.</summary>
    public void Add(ConversationField field)
    {
        var name = source[field].Name ?? field.ToString();
        Indispensable ??= FieldScan.IsIndispensable(field) ? name : null;
        Add(name);
    }

    /// <summary>Takes note of a member that only its own dialect has a word for.</summary>
    public void Add(string name) => Add(_names, name);

    /// <summary>Adds a name to those of dropped fields, unless it is among them, or they are too many already.</summary>
    public static void Add(List<string> names, string name)
    {
        name = name.Length > LongestName ? name[..LongestName] + "…" : name;
        if (names.Count <= Most && !names.Contains(name))
        {
            names.Add(names.Count == Most ? "…" : name);
        }
    }

    /// <summary>Takes note of members that cannot be given back, but for those of a family.</summary>
    /// <param name="extras">The members.</param>
    /// <param name="family">Whose members are given back; null for nobody's.</param>
    public void AddForeign(IReadOnlyList<ExtraMember> extras, DialectFamily? family)
    {
        foreach (var extra in extras)
        {
            if (extra.Family != family || extra.IsNested)
            {
                Indispensable ??= extra.IsIndispensable ? extra.Name : null;
                Add(extra.Name);
            }
        }
    }
}
