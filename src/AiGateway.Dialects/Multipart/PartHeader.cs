namespace AiGateway.Dialects.Multipart;

/// <summary>What the header of a part says of its field.</summary>
/// <param name="FieldName">The field's name; empty where it has none.</param>
/// <param name="Problem">Why the name cannot be relied on, as a sentence without its full stop; null where it can.</param>
internal readonly record struct PartHeader(string FieldName, string? Problem)
{
    /// <summary>Reads the header.</summary>
    /// <param name="header">Its lines, each with its CRLF.</param>
    public static PartHeader Parse(ReadOnlySpan<char> header)
    {
        string? name = null;
        while (!header.IsEmpty)
        {
            var end = header.IndexOf("\r\n");
            var line = header[..end];
            header = header[(end + 2)..];
            var colon = line.IndexOf(':');

            // A name with a space behind it, or a line that continues the last one, is read differently by different parsers.
            if (colon <= 0 || line[..colon].ContainsAny(" \t\r\n"))
            {
                return Unclear("The header of a part is malformed");
            }

            var value = line[(colon + 1)..].Trim(" \t");
            if (line[..colon].Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !IsIdentity(value))
            {
                return Unclear("Content-Transfer-Encoding is not supported");
            }

            if (!line[..colon].Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (name is not null || !TryReadName(value, out name))
            {
                return Unclear("A part must have one Content-Disposition with one name");
            }
        }

        return new PartHeader(name ?? "", null);
    }

    private static bool IsIdentity(ReadOnlySpan<char> encoding) =>
        encoding.Equals("7bit", StringComparison.OrdinalIgnoreCase)
        || encoding.Equals("8bit", StringComparison.OrdinalIgnoreCase)
        || encoding.Equals("binary", StringComparison.OrdinalIgnoreCase);

    private static bool TryReadName(ReadOnlySpan<char> disposition, out string name)
    {
        name = "";
        var found = 0;
        var semicolon = disposition.IndexOf(';');
        var rest = semicolon < 0 ? default : disposition[semicolon..];
        while (HeaderParameters.TryTake(ref rest, out var parameter, out var value))
        {
            // "name*" is another spelling of the name to some parsers, and nothing to others.
            if (parameter.StartsWith("name", StringComparison.OrdinalIgnoreCase) && (parameter.Length == 4 || parameter[4] == '*'))
            {
                name = value;
                found += parameter.Length == 4 ? 1 : 2;
            }
        }

        return rest.IsEmpty && found <= 1;
    }

    private static PartHeader Unclear(string problem) => new("", problem);
}
