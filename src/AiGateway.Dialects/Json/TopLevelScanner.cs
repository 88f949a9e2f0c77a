using System.Runtime.CompilerServices;

namespace AiGateway.Dialects.Json;

/// <summary>
/// Scans one JSON object, fed span by span, and tells its sink of every member. The object's own grammar is checked strictly; inside the members'
/// values only what decides where they end: brackets, strings, and that nothing stands between them which no JSON has. Never recursive, copies
/// nothing but short names, and the result does not depend on how the bytes are split.
/// </summary>
internal partial struct TopLevelScanner<TSink>(TSink sink)
    where TSink : struct, IMemberSink
{
    /// <summary>How deep brackets may nest, the object itself included.</summary>
    public const int MaxDepth = 512;

    private const int LongestName = 32;

    /// <summary>Who is told of the members.</summary>
    public TSink Sink = sink;

    private State _state;
    private State _resume;
    private NumberPart _number;
    private JsonKind _kind;
    private int _progress;
    private int _hex;
    private int _depth;
    private int _nameLength;
    private long _fed;
    private long _nameOffset;
    private long _valueStart;
    private Brackets _brackets;
    private NameBuffer _name;

    private enum State
    {
        BeforeObject,
        NameOrEnd,
        NameStart,
        Name,
        Colon,
        ValueStart,
        String,
        Escape,
        Hex,
        Number,
        Literal,
        Nested,
        NestedString,
        NestedEscape,
        AfterValue,
        AfterObject,
    }

    private enum NumberPart
    {
        Start,
        Sign,
        Zero,
        Integer,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
        End,
    }

    /// <summary>What is wrong, as a sentence without its full stop; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The byte at which it is wrong.</summary>
    public long ProblemOffset { get; private set; }

    /// <summary>Where the first member goes: the byte behind the opening brace.</summary>
    public long BodyStart { get; private set; }

    /// <summary>The object has at least one member.</summary>
    public bool HasMembers { get; private set; }

    /// <summary>Scans the next bytes. False: there is a <see cref="Problem"/>.</summary>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Problem is null)
        {
            at = _state switch
            {
                State.Nested => ScanNested(bytes, at),
                State.NestedString => ScanNestedString(bytes, at),
                State.NestedEscape => ScanNestedEscape(at),
                State.Name or State.String => ScanString(bytes, at),
                State.Escape => ScanEscape(bytes[at], at),
                State.Hex => ScanHex(bytes[at], at),
                State.Number => ScanNumber(bytes, at),
                State.Literal => ScanLiteral(bytes[at], at),
                _ => ScanBetween(bytes, at),
            };
        }

        _fed += bytes.Length;
        return Problem is null;
    }

    /// <summary>Tells that no more bytes follow. False: there is a <see cref="Problem"/>.</summary>
    public bool Finish()
    {
        if (Problem is null && _state != State.AfterObject)
        {
            Problem = _state switch
            {
                State.BeforeObject => "There is no JSON object: nothing but white space",
                State.Name or State.String or State.Escape or State.Hex or State.NestedString or State.NestedEscape => "The JSON ends inside a string",
                _ => "The JSON ends before its object does",
            };
            ProblemOffset = _fed;
        }

        return Problem is null;
    }

    private int ScanBetween(ReadOnlySpan<byte> bytes, int at)
    {
        var found = bytes[at];
        if (JsonBytes.IsWhiteSpace(found))
        {
            var skip = bytes[at..].IndexOfAnyExcept(JsonBytes.WhiteSpace);
            return skip < 0 ? bytes.Length : at + skip;
        }

        switch (_state, found)
        {
            case (State.BeforeObject, (byte)'{'):
                BodyStart = _fed + at + 1;
                _depth = 1;
                return Go(State.NameOrEnd, at);
            case (State.NameOrEnd or State.NameStart, (byte)'"'):
                HasMembers = true;
                _nameOffset = _fed + at;
                _nameLength = 0;
                return Go(State.Name, at);
            case (State.NameOrEnd or State.AfterValue, (byte)'}'):
                return Go(State.AfterObject, at);
            case (State.Colon, (byte)':'):
                return Go(State.ValueStart, at);
            case (State.ValueStart, _):
                return BeginValue(found, at);
            case (State.AfterValue, (byte)','):
                return Go(State.NameStart, at);
            default:
                return Fail(Expected(), found, at);
        }
    }

    private readonly string Expected() => _state switch
    {
        State.BeforeObject => "A JSON object must begin with '{'",
        State.NameOrEnd => "A member name or '}' is expected",
        State.NameStart => "A member name is expected",
        State.Colon => "':' is expected after a member name",
        State.AfterValue => "',' or '}' is expected after a member",
        _ => "Nothing may follow the JSON object",
    };

    private int BeginValue(byte found, int at)
    {
        _valueStart = _fed + at;
        _progress = 1;
        switch (found)
        {
            case (byte)'"':
                _kind = JsonKind.String;
                return Go(State.String, at);
            case (byte)'{' or (byte)'[':
                _kind = found == (byte)'{' ? JsonKind.Object : JsonKind.Array;
                _state = State.Nested;
                return Push(found, at);
            case (byte)'t' or (byte)'f' or (byte)'n':
                _kind = found == (byte)'t' ? JsonKind.True : found == (byte)'f' ? JsonKind.False : JsonKind.Null;
                return Go(State.Literal, at);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                _kind = JsonKind.Number;
                _number = NumberPart.Start;
                _state = State.Number;
                return at;
            default:
                return Fail("A JSON value is expected", found, at);
        }
    }

    private int ScanString(ReadOnlySpan<byte> bytes, int at)
    {
        var run = bytes[at..].IndexOfAny(JsonBytes.StringStops);
        var end = run < 0 ? bytes.Length : at + run;
        if (_state == State.Name)
        {
            NoteName(bytes[at..end]);
        }

        if (run < 0)
        {
            return end;
        }

        switch (bytes[end])
        {
            case (byte)'\\':
                _resume = _state;
                return Go(State.Escape, end);
            case (byte)'"' when _state == State.Name:
                return Go(State.Colon, end);
            case (byte)'"':
                return EndValue(end + 1);
            default:
                return Fail("A control character must be escaped in a string", bytes[end], end);
        }
    }

    private int ScanEscape(byte found, int at)
    {
        if (found == (byte)'u')
        {
            _hex = 0;
            _progress = 0;
            return Go(State.Hex, at);
        }

        if (!JsonBytes.TryUnescape(found, out var meant))
        {
            return Fail("This is no escape that JSON knows", found, at);
        }

        NoteEscaped(meant);
        return Go(_resume, at);
    }

    private int ScanHex(byte found, int at)
    {
        if (!char.IsAsciiHexDigit((char)found))
        {
            return Fail("Four hexadecimal digits are expected after \\u", found, at);
        }

        _hex = (_hex << 4) | JsonBytes.HexValue(found);
        if (++_progress < 4)
        {
            return at + 1;
        }

        NoteEscaped(_hex < 0x80 ? (byte)_hex : JsonBytes.NeverInUtf8);
        return Go(_resume, at);
    }

    private void NoteEscaped(byte meant)
    {
        if (_resume == State.Name)
        {
            NoteName([meant]);
        }
    }

    private void NoteName(ReadOnlySpan<byte> part)
    {
        if (part.Length > LongestName - _nameLength)
        {
            _nameLength = LongestName + 1;
            return;
        }

        part.CopyTo(((Span<byte>)_name)[_nameLength..]);
        _nameLength += part.Length;
    }

    private int EndValue(int end)
    {
        _state = State.AfterValue;
        var name = _nameLength > LongestName ? default : ((ReadOnlySpan<byte>)_name)[.._nameLength];
        Sink.OnMember(new JsonMember(name, _nameOffset, _kind, _valueStart, _fed + end));
        return end;
    }

    private int Go(State next, int at)
    {
        _state = next;
        return at + 1;
    }

    private int Fail(string problem, byte found, int at)
    {
        Problem = $"{problem}, but there is {JsonBytes.Describe(found)}";
        ProblemOffset = _fed + at;
        return at;
    }

    [InlineArray(LongestName)]
    private struct NameBuffer
    {
        private byte _first;
    }
}
