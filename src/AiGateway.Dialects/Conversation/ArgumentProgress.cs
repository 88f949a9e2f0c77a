using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Follows the arguments of a call until the object that they are is closed: then the call is complete, whatever else begins.</summary>
internal struct ArgumentProgress
{
    private int _depth;
    private bool _inString;
    private bool _isEscaped;
    private bool _hasOpened;

    /// <summary>The object is closed.</summary>
    public readonly bool IsComplete => _hasOpened && _depth == 0;

    /// <summary>Takes note of more of the arguments.</summary>
    /// <param name="quoted">A JSON string whose text they are.</param>
    public void Note(ReadOnlySpan<byte> quoted)
    {
        var units = new JsonUnits(quoted.Length > 2 ? quoted[1..^1] : default);
        while (units.TryRead(out var unit))
        {
            Note(unit);
        }
    }

    private void Note(char unit)
    {
        if (_inString)
        {
            _inString = _isEscaped || unit != '"';
            _isEscaped = !_isEscaped && unit == '\\';
            return;
        }

        switch (unit)
        {
            case '"':
                _inString = true;
                break;
            case '{' or '[':
                _depth++;
                _hasOpened = true;
                break;
            case '}' or ']':
                _depth = Math.Max(0, _depth - 1);
                break;
        }
    }
}
