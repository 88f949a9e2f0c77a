namespace AiGateway.Dialects.Framing;

/// <summary>
/// Finds where the events of a <c>text/event-stream</c> end, whatever the line ends (LF, CRLF, CR or a mixture) and however the bytes were
/// split into reads. No byte is looked at twice. One per stream; <c>default</c> is its start; not thread-safe.
/// </summary>
public struct EventFramer
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private int _scanned;
    private bool _lineHasContent;
    private bool _eventHasContent;
    private bool _afterCarriageReturn;

    /// <summary>Looks for the end of the pending event.</summary>
    /// <param name="buffered">All bytes since the end of the last event (or since <see cref="Advance"/>): what earlier calls saw, and what came since.</param>
    /// <param name="length">
    /// The length of the event, its blank line included. Blank lines ahead of an event belong to it, so that the lengths of all events add up to the stream.
    /// </param>
    /// <returns>Whether the event is complete; the next call must then begin behind it.</returns>
    public bool TryReadEvent(ReadOnlySpan<byte> buffered, out int length)
    {
        while (_scanned < buffered.Length)
        {
            if (_afterCarriageReturn)
            {
                // The other half of a CRLF that two reads tore apart.
                _afterCarriageReturn = false;
                if (buffered[_scanned] == LineFeed)
                {
                    _scanned++;
                    continue;
                }
            }

            var line = buffered[_scanned..].IndexOfAny(LineFeed, CarriageReturn);
            if (line < 0)
            {
                _lineHasContent = true;
                _scanned = buffered.Length;
                break;
            }

            var blank = line == 0 && !_lineHasContent;
            EndLine(buffered, _scanned + line);
            if (!blank)
            {
                _eventHasContent = true;
            }
            else if (_eventHasContent)
            {
                length = _scanned;
                this = default;
                return true;
            }
        }

        length = 0;
        return false;
    }

    /// <summary>
    /// Tells that the first bytes of the pending event were taken out of the buffer, because it grew too large to be held: the next call's
    /// buffer begins behind them.
    /// </summary>
    /// <param name="count">How many bytes: at most as many as the last call to <see cref="TryReadEvent"/> saw.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _scanned);
        _scanned -= count;
    }

    /// <summary>Whether what is left at the end of a stream is an event that lacks only its blank line, and not just line ends.</summary>
    /// <param name="rest">The bytes since the last event.</param>
    public static bool IsEvent(ReadOnlySpan<byte> rest) => rest.ContainsAnyExcept(LineFeed, CarriageReturn);

    /// <summary>What must be written behind an event that lacks its blank line.</summary>
    /// <param name="rest">The bytes of the event.</param>
    public static ReadOnlySpan<byte> MissingEnd(ReadOnlySpan<byte> rest) => rest is [.., LineFeed] ? "\n"u8 : "\n\n"u8;

    /// <summary>What is yet to come of a whole event whose last CRLF was torn apart, so that its end was found ahead of its last byte.</summary>
    /// <param name="serverSentEvent">The bytes of the event, its blank line included.</param>
    public static ReadOnlySpan<byte> TornEnd(ReadOnlySpan<byte> serverSentEvent) => serverSentEvent.EndsWith("\r\n\r"u8) ? "\n"u8 : default;

    private void EndLine(ReadOnlySpan<byte> buffered, int lineEnd)
    {
        _scanned = lineEnd + 1;
        _lineHasContent = false;
        if (buffered[lineEnd] != CarriageReturn)
        {
            return;
        }

        if (_scanned == buffered.Length)
        {
            _afterCarriageReturn = true;
        }
        else if (buffered[_scanned] == LineFeed)
        {
            _scanned++;
        }
    }
}
