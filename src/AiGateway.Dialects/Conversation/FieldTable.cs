namespace AiGateway.Dialects.Conversation;

/// <summary>What a dialect calls each field of the hub, and what becomes of the field where the dialect is the target.</summary>
internal sealed class FieldTable
{
    private readonly FieldRow[] _rows;

    /// <summary>Makes a table of a row for each field.</summary>
    public FieldTable(params ReadOnlySpan<FieldRow> rows)
    {
        _rows = new FieldRow[Enum.GetValues<ConversationField>().Length];
        foreach (var row in rows)
        {
            _rows[(int)row.Field] = row;
        }
    }

    /// <summary>All rows, in the order of the fields.</summary>
    public IReadOnlyList<FieldRow> Rows => _rows;

    /// <summary>The row of a field.</summary>
    public FieldRow this[ConversationField field] => _rows[(int)field];
}
