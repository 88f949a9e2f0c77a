namespace AiGateway.Dialects.Framing;

/// <summary>One event as the HTML standard reads it. Its spans point into the event's bytes but where several data lines had to be joined.</summary>
public readonly ref struct ServerSentEvent
{
    private ServerSentEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Name = name;
        Data = data;
    }

    /// <summary>What its last <c>event:</c> line says, empty where there is none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Its <c>data:</c> lines joined with LF, empty where there is none.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Reads the lines of one event; a byte order mark ahead of them and a missing blank line do no harm.</summary>
    public static ServerSentEvent Parse(ReadOnlySpan<byte> bytes)
    {
        var rest = WithoutMark(bytes);
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        var dataLines = 0;
        while (!rest.IsEmpty)
        {
            var line = TakeLine(ref rest);
            if (TryReadField(line, "data"u8, out var value))
            {
                data = value;
                dataLines++;
            }
            else if (TryReadField(line, "event"u8, out value))
            {
                name = value;
            }
        }

        return new ServerSentEvent(name, dataLines > 1 ? Join(WithoutMark(bytes)) : data);
    }

    // Providers write one data line an event; several are legal and rare, so that only they cost an allocation.
    private static byte[] Join(ReadOnlySpan<byte> rest)
    {
        var joined = new byte[rest.Length];
        var length = 0;
        while (!rest.IsEmpty)
        {
            var line = TakeLine(ref rest);
            if (TryReadField(line, "data"u8, out var value))
            {
                value.CopyTo(joined.AsSpan(length));
                length += value.Length;
                joined[length++] = (byte)'\n';
            }
        }

        return joined[..(length - 1)];
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private static ReadOnlySpan<byte> TakeLine(scoped ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            var last = rest;
            rest = default;
            return last;
        }

        // A CRLF leaves its LF as a blank line, which means nothing inside an event.
        var line = rest[..end];
        rest = rest[(end + 1)..];
        return line;
    }

    private static bool TryReadField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(field))
        {
            return false;
        }

        var rest = line[field.Length..];
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] != (byte)':')
        {
            return false;
        }

        value = rest is [_, (byte)' ', ..] ? rest[2..] : rest[1..];
        return true;
    }
}
