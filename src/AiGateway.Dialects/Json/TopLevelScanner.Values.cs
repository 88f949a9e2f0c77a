using System.Runtime.CompilerServices;

namespace AiGateway.Dialects.Json;

/// <content>How values are scanned: numbers and literals by their grammar, what is nested by its brackets and strings alone.</content>
internal partial struct TopLevelScanner<TSink>
{
    private int ScanNumber(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var found = bytes[at];
            var next = NextPart(found);
            if (next == NumberPart.End)
            {
                return _number is NumberPart.Zero or NumberPart.Integer or NumberPart.Fraction or NumberPart.ExponentDigits
                    ? EndValue(at)
                    : Fail("A digit is expected in a number", found, at);
            }

            _number = next;
            at++;
            if (next is NumberPart.Integer or NumberPart.Fraction or NumberPart.ExponentDigits)
            {
                var more = bytes[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                at = more < 0 ? bytes.Length : at + more;
            }
        }

        return at;
    }

    private readonly NumberPart NextPart(byte found) => (_number, found) switch
    {
        (NumberPart.Start, (byte)'-') => NumberPart.Sign,
        (NumberPart.Start or NumberPart.Sign, (byte)'0') => NumberPart.Zero,
        (NumberPart.Start or NumberPart.Sign, >= (byte)'1' and <= (byte)'9') => NumberPart.Integer,
        (NumberPart.Integer, >= (byte)'0' and <= (byte)'9') => NumberPart.Integer,
        (NumberPart.Zero or NumberPart.Integer, (byte)'.') => NumberPart.Point,
        (NumberPart.Point or NumberPart.Fraction, >= (byte)'0' and <= (byte)'9') => NumberPart.Fraction,
        (NumberPart.Zero or NumberPart.Integer or NumberPart.Fraction, (byte)'e' or (byte)'E') => NumberPart.Exponent,
        (NumberPart.Exponent, (byte)'+' or (byte)'-') => NumberPart.ExponentSign,
        (NumberPart.Exponent or NumberPart.ExponentSign or NumberPart.ExponentDigits, >= (byte)'0' and <= (byte)'9') => NumberPart.ExponentDigits,
        _ => NumberPart.End,
    };

    private int ScanLiteral(byte found, int at)
    {
        var literal = _kind switch
        {
            JsonKind.True => "true"u8,
            JsonKind.False => "false"u8,
            _ => "null"u8,
        };
        if (found != literal[_progress])
        {
            return Fail("A JSON value is expected", found, at);
        }

        return ++_progress < literal.Length ? at + 1 : EndValue(at + 1);
    }

    private int ScanNested(ReadOnlySpan<byte> bytes, int at)
    {
        while (_state == State.Nested)
        {
            var filler = bytes[at..].IndexOfAnyExcept(JsonBytes.BetweenNested);
            if (filler < 0)
            {
                return bytes.Length;
            }

            at += filler;
            var found = bytes[at];
            switch (found)
            {
                case (byte)'"':
                    at = ScanNestedString(bytes, at + 1);
                    break;
                case (byte)'{' or (byte)'[':
                    at = Push(found, at);
                    break;
                case (byte)'}' or (byte)']':
                    at = Pop(found, at);
                    break;
                default:
                    return Fail("Nothing but JSON values may stand here", found, at);
            }

            if (Problem is not null)
            {
                return at;
            }
        }

        return at;
    }

    private int ScanNestedString(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            var run = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (run < 0)
            {
                _state = State.NestedString;
                return bytes.Length;
            }

            at += run + 1;
            if (bytes[at - 1] == (byte)'"')
            {
                _state = State.Nested;
                return at;
            }

            if (at == bytes.Length)
            {
                _state = State.NestedEscape;
                return at;
            }

            at++;
        }
    }

    private int ScanNestedEscape(int at) => Go(State.NestedString, at);

    private int Push(byte found, int at)
    {
        if (_depth == MaxDepth)
        {
            return Fail($"Brackets nest more than {MaxDepth} deep", found, at);
        }

        var bit = 1UL << (_depth & 63);
        ref var word = ref _brackets[_depth >> 6];
        word = found == (byte)'{' ? word | bit : word & ~bit;
        _depth++;
        return at + 1;
    }

    private int Pop(byte found, int at)
    {
        _depth--;
        var isObject = (_brackets[_depth >> 6] & (1UL << (_depth & 63))) != 0;
        if (isObject != (found == (byte)'}'))
        {
            return Fail(isObject ? "'}' is expected" : "']' is expected", found, at);
        }

        return _depth == 1 ? EndValue(at + 1) : at + 1;
    }

    [InlineArray(MaxDepth / 64)]
    private struct Brackets
    {
        private ulong _first;
    }
}
