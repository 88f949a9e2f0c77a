using System.Buffers;

namespace AiGateway.Dialects.Json;

/// <summary>What it takes in memory to read a JSON document into objects, as an estimate: many times its length, where it consists of little but brackets and commas.</summary>
/// <param name="Reading">Bytes while it is read, with a copy of the document in one piece.</param>
/// <param name="Read">Bytes of them that what was read takes from then on.</param>
public readonly record struct JsonWeight(long Reading, long Read)
{
    // Measured with conversations of a million turns, parts or tools, in every dialect: what the parser keeps of a name or value, and what is made of an object.
    private const int OfToken = 32;
    private const int OfObject = 320;

    /// <summary>Estimates it. What is no JSON has a weight too.</summary>
    public static JsonWeight Of(in ReadOnlySequence<byte> json)
    {
        var count = default(Count);
        foreach (var segment in json)
        {
            count.Feed(segment.Span);
        }

        return Of(count, json.Length);
    }

    /// <summary>Estimates it, of a document in one piece.</summary>
    public static JsonWeight Of(ReadOnlySpan<byte> json)
    {
        var count = default(Count);
        count.Feed(json);
        return Of(count, json.Length);
    }

    private static JsonWeight Of(in Count count, long length)
    {
        var objects = count.Objects * OfObject;
        return new JsonWeight(length + (count.Tokens * OfToken) + objects, objects);
    }

    private struct Count
    {
        private bool _isString;
        private bool _isEscaped;

        public long Tokens { get; private set; }

        public long Objects { get; private set; }

        public void Feed(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[(_isEscaped ? SkipEscape() : _isString ? SkipString(bytes) : SkipBetween(bytes))..];
            }
        }

        private int SkipBetween(ReadOnlySpan<byte> bytes)
        {
            var quote = bytes.IndexOf((byte)'"');
            _isString = quote >= 0;
            var between = _isString ? bytes[..quote] : bytes;
            var braces = between.Count((byte)'{');
            Tokens += between.Count((byte)',') + between.Count((byte)':') + between.Count((byte)'[') + braces;
            Objects += braces;
            return _isString ? quote + 1 : bytes.Length;
        }

        private int SkipString(ReadOnlySpan<byte> bytes)
        {
            var stop = bytes.IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                return bytes.Length;
            }

            _isEscaped = bytes[stop] == (byte)'\\';
            _isString = _isEscaped;
            return stop + 1;
        }

        private int SkipEscape()
        {
            _isEscaped = false;
            return 1;
        }
    }
}
