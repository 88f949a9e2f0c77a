namespace AiGateway.Dialects.Conversation;

/// <summary>What a dialect calls each field of an answer, and what becomes of the field where the dialect is the caller's.</summary>
internal sealed class AnswerTable
{
    private readonly AnswerRow[] _rows;

    /// <summary>Makes a table of a row for each field.</summary>
    public AnswerTable(params ReadOnlySpan<AnswerRow> rows)
    {
        _rows = new AnswerRow[Enum.GetValues<AnswerField>().Length];
        foreach (var row in rows)
        {
            _rows[(int)row.Field] = row;
        }
    }

    /// <summary>All rows, in the order of the fields.</summary>
    public IReadOnlyList<AnswerRow> Rows => _rows;

    /// <summary>The row of a field.</summary>
    public AnswerRow this[AnswerField field] => _rows[(int)field];
}
