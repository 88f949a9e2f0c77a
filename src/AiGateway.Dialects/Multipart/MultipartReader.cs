using System.Buffers;
using System.Text;

namespace AiGateway.Dialects.Multipart;

/// <summary>
/// Goes through the parts of a form. Stricter than RFC 2046 where parsers differ, so that nobody downstream finds other parts than it does: line ends
/// are CRLF, and a line that begins like a delimiter must be one.
/// </summary>
internal ref struct MultipartReader
{
    /// <summary>The most parts that a form may have.</summary>
    public const int MaxParts = 1024;

    /// <summary>The most bytes that the header of one part may have.</summary>
    public const int MaxHeader = 8 * 1024;

    private const int MaxPadding = 64;

    private readonly long _length;
    private readonly byte[] _lineAndDelimiter;
    private ReadOnlySequence<byte> _rest;
    private bool _last;
    private int _parts;

    public MultipartReader(in ReadOnlySequence<byte> body, string boundary)
    {
        _length = body.Length;
        _rest = body;
        _lineAndDelimiter = Encoding.ASCII.GetBytes("\n--" + boundary);
    }

    /// <summary>What is wrong, as a sentence without its full stop; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The byte at which the reader stands, or at which something is wrong.</summary>
    public readonly long Offset => _length - _rest.Length;

    /// <summary>Skips what stands ahead of the first delimiter; the reader then stands behind it.</summary>
    /// <param name="start">Where the first delimiter begins.</param>
    public bool TryBegin(out long start)
    {
        var found = TryFindDelimiter(isFirst: true, out var before);
        start = before.Length;
        return found && TryPassDelimiter();
    }

    /// <summary>Reads the next part.</summary>
    /// <param name="header">Its header lines, each with its CRLF, as Latin-1.</param>
    /// <param name="content">Its content, not copied.</param>
    /// <returns>False at the end of the form or where there is a <see cref="Problem"/>.</returns>
    public bool TryReadPart(out string header, out ReadOnlySequence<byte> content)
    {
        header = "";
        content = default;
        if (_last || Problem is not null)
        {
            return false;
        }

        if (++_parts > MaxParts)
        {
            return Fail($"The form has more than {MaxParts} parts");
        }

        if (!TryReadHeader(out header) || !TryFindDelimiter(isFirst: false, out var before))
        {
            return false;
        }

        content = before.Slice(0, before.Length - 2);
        return TryPassDelimiter();
    }

    private bool TryReadHeader(out string header)
    {
        header = "";
        var window = _rest.Slice(0, Math.Min(_rest.Length, MaxHeader));
        if (StartsWith(window, "\r\n"u8))
        {
            return Fail("A part has no header");
        }

        var end = SequenceSearch.IndexOf(window, "\r\n\r\n"u8);
        if (end < 0)
        {
            return Fail(_rest.Length > MaxHeader ? $"The header of a part is longer than {MaxHeader} bytes" : "The form ends inside the header of a part");
        }

        header = Encoding.Latin1.GetString(window.Slice(0, end + 2));
        _rest = _rest.Slice(end + 4);
        return true;
    }

    private bool TryFindDelimiter(bool isFirst, out ReadOnlySequence<byte> before)
    {
        before = default;
        var delimiter = _lineAndDelimiter.AsSpan(1);
        if (StartsWith(_rest, delimiter))
        {
            // Ahead of a content, not even its CRLF is there: nobody writes that, and parsers disagree on it.
            _rest = isFirst ? _rest.Slice(delimiter.Length) : _rest;
            return isFirst || Fail("A part ends before its content begins");
        }

        var lineEnd = SequenceSearch.IndexOf(_rest, _lineAndDelimiter);
        if (lineEnd < 0)
        {
            return Fail(isFirst ? "The body has no part with the boundary that its content type names" : "The form ends inside a part");
        }

        if (lineEnd == 0 || !StartsWith(_rest.Slice(lineEnd - 1), "\r"u8))
        {
            _rest = _rest.Slice(lineEnd);
            return Fail("A line that begins with the boundary must follow a CRLF");
        }

        before = _rest.Slice(0, lineEnd + 1);
        _rest = _rest.Slice(lineEnd + _lineAndDelimiter.Length);
        return true;
    }

    private bool TryPassDelimiter()
    {
        if (StartsWith(_rest, "--"u8))
        {
            _last = true;
            return true;
        }

        Span<byte> line = stackalloc byte[(int)Math.Min(MaxPadding, _rest.Length)];
        _rest.Slice(0, line.Length).CopyTo(line);
        var padding = line.IndexOfAnyExcept(" \t"u8);
        if (padding < 0 || !line[padding..].StartsWith("\r\n"u8))
        {
            return Fail("A boundary must be followed by a CRLF or by \"--\"");
        }

        _rest = _rest.Slice(padding + 2);
        return true;
    }

    private static bool StartsWith(in ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> prefix)
    {
        Span<byte> start = stackalloc byte[prefix.Length];
        if (bytes.Length < prefix.Length)
        {
            return false;
        }

        bytes.Slice(0, prefix.Length).CopyTo(start);
        return start.SequenceEqual(prefix);
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
