using System.Buffers;
using System.Text;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Takes the text out of <c>{"input":"…"}</c> as it comes, piece by piece. What turns out to be another thing is taken for the text itself: a model
/// that was asked for text may well write nothing else. Holds less than an escape sequence, and ahead of the text what stands before it.
/// </summary>
internal sealed class FreeformInput
{
    private static readonly byte[] s_opening = [.. "{\"input\":\""u8];

    private readonly ArrayBufferWriter<byte> _ahead = new();
    private readonly StringBuilder _escape = new();
    private State _state;
    private int _matched;

    private enum State
    {
        Ahead,
        Inside,
        Behind,
        Plain,
    }

    /// <summary>The text has come to its end.</summary>
    public bool IsComplete => _state == State.Behind;

    /// <summary>Takes more of the arguments.</summary>
    /// <param name="quoted">A JSON string whose text they are.</param>
    /// <returns>More of the text, as a JSON string; empty where there is none.</returns>
    public byte[] Add(ReadOnlySpan<byte> quoted)
    {
        if (_state == State.Plain)
        {
            return quoted.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(quoted.Length + 2);
        output.Write("\""u8);
        var raw = quoted.Length > 2 ? quoted[1..^1] : default;
        var units = new JsonUnits(raw);
        var start = 0;
        while (_state != State.Plain && units.TryRead(out var unit))
        {
            Take(unit, raw[start..units.Offset], output);
            start = units.Offset;
        }

        output.Write(raw[start..]);
        output.Write("\""u8);
        return output.WrittenCount > 2 ? output.WrittenSpan.ToArray() : [];
    }

    /// <summary>Says that there are no more arguments.</summary>
    /// <returns>The rest of the text, as a JSON string; empty where there is none.</returns>
    public byte[] End()
    {
        var wasAhead = _state == State.Ahead;
        _state = State.Behind;
        return wasAhead && _ahead.WrittenCount > 0 ? [(byte)'"', .. _ahead.WrittenSpan, (byte)'"'] : [];
    }

    private void Take(char unit, ReadOnlySpan<byte> written, ArrayBufferWriter<byte> output)
    {
        // Behind the text there is a bracket, and nothing else that matters.
        switch (_state)
        {
            case State.Ahead:
                TakeAhead(unit, written, output);
                break;
            case State.Inside:
                TakeInside(unit, written, output);
                break;
        }
    }

    private void TakeAhead(char unit, ReadOnlySpan<byte> written, ArrayBufferWriter<byte> output)
    {
        _ahead.Write(written);
        var mayBlank = s_opening[_matched] is (byte)'{' or (byte)':' || _matched is 1 or 9;
        if (unit == s_opening[_matched])
        {
            _matched++;
            _state = _matched == s_opening.Length ? State.Inside : State.Ahead;
        }
        else if (!mayBlank || unit is not (' ' or '\t' or '\r' or '\n') || _ahead.WrittenCount > 1024)
        {
            _state = State.Plain;
            output.Write(_ahead.WrittenSpan);
        }
    }

    // What stands in the text is escaped once more on the wire: undone once, it is the text of a JSON string.
    private void TakeInside(char unit, ReadOnlySpan<byte> written, ArrayBufferWriter<byte> output)
    {
        if (_escape.Length > 0)
        {
            TakeEscape(unit, output);
        }
        else if (unit == '\\')
        {
            _escape.Append(unit);
        }
        else if (unit == '"')
        {
            _state = State.Behind;
        }
        else
        {
            // A line end that should have been escaped twice was escaped once: it stands on the wire as it must.
            output.Write(written);
        }
    }

    private void TakeEscape(char unit, ArrayBufferWriter<byte> output)
    {
        _escape.Append(unit);
        var isKnown = _escape.Length == 2 ? unit is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' or 'u' : char.IsAsciiHexDigit(unit);
        if (isKnown && (_escape.Length == 6 || (_escape.Length == 2 && unit != 'u')))
        {
            Encoding.ASCII.GetBytes(_escape.ToString(), output);
            _escape.Clear();
        }
        else if (!isKnown)
        {
            // No escape: a backslash as it is, and what follows.
            output.Write(JsonString.Of(_escape.ToString()).Escaped);
            _escape.Clear();
        }
    }
}
