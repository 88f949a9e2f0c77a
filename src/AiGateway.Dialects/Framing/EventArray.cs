namespace AiGateway.Dialects.Framing;

/// <summary>
/// Makes a JSON array of what the events of a stream hold: <c>[{…},\r\n{…}]</c>. Takes the events as they come, however their bytes were split, and
/// holds nothing of them. What is no data (names, comments) is left out. One per stream; not thread-safe.
/// </summary>
public sealed class EventArray
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private Line _line;
    private int _matched;
    private int _mark;
    private bool _afterCarriageReturn;
    private bool _hasElements;
    private bool _isInElement;
    private bool _owesLineEnd;

    private enum Line
    {
        Name,
        Data,
        Other,
    }

    private static ReadOnlySpan<byte> Data => "data:"u8;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes the next bytes of the array out of events. To be called until there are none.</summary>
    /// <param name="events">The bytes of the events; what was taken is cut off.</param>
    /// <param name="piece">Bytes of the array; they may point into the events.</param>
    /// <returns>False where the events give no more.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> events, out ReadOnlySpan<byte> piece)
    {
        while (!events.IsEmpty)
        {
            if (events[0] is LineFeed or CarriageReturn)
            {
                EndLine(events[0]);
                events = events[1..];
                continue;
            }

            _afterCarriageReturn = false;
            if (_line == Line.Name)
            {
                ReadName(events[0]);
                events = events[1..];
                continue;
            }

            // An element begins with what is more than the blank behind the colon.
            var skipped = _line == Line.Other ? LengthOfLine(events) : _isInElement ? 0 : LengthOfBlank(events);
            if (skipped > 0)
            {
                events = events[skipped..];
                continue;
            }

            piece = Separate();
            if (piece.IsEmpty)
            {
                piece = events[..LengthOfLine(events)];
                events = events[piece.Length..];
            }

            return true;
        }

        piece = default;
        return false;
    }

    /// <summary>What ends the array.</summary>
    public ReadOnlySpan<byte> End() => _hasElements ? "]"u8 : "[]"u8;

    private static int LengthOfLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(LineFeed, CarriageReturn);
        return end < 0 ? bytes.Length : end;
    }

    private static int LengthOfBlank(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return end < 0 ? bytes.Length : end;
    }

    private void EndLine(byte end)
    {
        var isOtherHalf = end == LineFeed && _afterCarriageReturn;
        _afterCarriageReturn = end == CarriageReturn;
        if (isOtherHalf)
        {
            return;
        }

        var isBlank = _line == Line.Name && _matched == 0;
        _owesLineEnd = !isBlank && _isInElement;
        _isInElement &= !isBlank;
        (_line, _matched, _mark) = (Line.Name, 0, Mark.Length);
    }

    private void ReadName(byte next)
    {
        if (_mark < Mark.Length && next == Mark[_mark])
        {
            _mark++;
            return;
        }

        _mark = Mark.Length;
        _line = next != Data[_matched] ? Line.Other : ++_matched == Data.Length ? Line.Data : Line.Name;
    }

    // What stands ahead of the data that come next, or nothing.
    private ReadOnlySpan<byte> Separate()
    {
        if (!_isInElement)
        {
            _isInElement = true;
            _owesLineEnd = false;
            var separator = _hasElements ? ",\r\n"u8 : "["u8;
            _hasElements = true;
            return separator;
        }

        var lineEnd = _owesLineEnd ? "\n"u8 : default;
        _owesLineEnd = false;
        return lineEnd;
    }
}
