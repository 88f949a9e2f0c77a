using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiGateway.Dialects.Json;

/// <summary>A JSON value that is asked for what it may not have: a member of what is no object, a number of what is a string, are simply not there.</summary>
/// <param name="element">The value, or <c>default</c> for none.</param>
/// <param name="source">The bytes that it was parsed from, or empty where only spans are asked for.</param>
internal readonly struct JsonView(JsonElement element, ReadOnlyMemory<byte> source)
{
    /// <summary>How bodies and events are parsed: as deep as requests may be.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private readonly JsonElement _element = element;
    private readonly ReadOnlyMemory<byte> _source = source;

    /// <summary>The kind of the value; undefined where there is none.</summary>
    public JsonValueKind Kind => _element.ValueKind;

    /// <summary>There is a value, and it is not null.</summary>
    public bool IsGiven => Kind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>It is an object.</summary>
    public bool IsObject => Kind == JsonValueKind.Object;

    /// <summary>It is an array.</summary>
    public bool IsArray => Kind == JsonValueKind.Array;

    /// <summary>The bytes of the value, which live as long as the document.</summary>
    public ReadOnlySpan<byte> Span => Kind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>The bytes of the value, where they stand in the source; empty where there is none or it is null.</summary>
    public ReadOnlyMemory<byte> Raw
    {
        get
        {
            var span = IsGiven ? Span : default;
            return _source.Span.Overlaps(span, out var offset) ? _source.Slice(offset, span.Length) : default;
        }
    }

    /// <summary>The string; not there where the value is none.</summary>
    public JsonString Text => Kind == JsonValueKind.String ? new JsonString(Raw) : default;

    /// <summary>The string with its quotes, as a span; empty where the value is none.</summary>
    public ReadOnlySpan<byte> Quoted => Kind == JsonValueKind.String ? Span : default;

    /// <summary>The number; null where the value is none or beyond what a double holds.</summary>
    public double? Number => Kind == JsonValueKind.Number && _element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The whole number (<c>1.0</c> is one); null where the value is none.</summary>
    public long? Integer => Number is { } number && Math.Abs(number) < 1L << 53 && Math.Floor(number) == number ? (long)number
        : Kind == JsonValueKind.Number && _element.TryGetInt64(out var large) ? large
        : null;

    /// <summary>The truth value; null where the value is none.</summary>
    public bool? Flag => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The elements of an array; none of anything else.</summary>
    public ItemEnumerator Items => new(IsArray ? _element.EnumerateArray() : default, default, _source);

    /// <summary>The elements of an array, or the object itself: what parsers of Protocol Buffers take for a list of one.</summary>
    public ItemEnumerator ItemsOrSelf => new(IsArray ? _element.EnumerateArray() : default, IsObject ? _element : default, _source);

    /// <summary>How many elements an array has; 0 of anything else.</summary>
    public int Count => IsArray ? _element.GetArrayLength() : 0;

    /// <summary>The members of an object; none of anything else.</summary>
    public MemberEnumerator Members => new(IsObject ? _element.EnumerateObject() : default, _source);

    /// <summary>A member of an object; the last of those that have the name.</summary>
    public JsonView this[ReadOnlySpan<byte> name] => IsObject && _element.TryGetProperty(name, out var value) ? new JsonView(value, _source) : default;

    /// <summary>Whether it is this string.</summary>
    public bool Is(ReadOnlySpan<byte> text) => Kind == JsonValueKind.String && _element.ValueEquals(text);

    /// <summary>Walks an array.</summary>
    public ref struct ItemEnumerator(JsonElement.ArrayEnumerator items, JsonElement only, ReadOnlyMemory<byte> source)
    {
        private readonly ReadOnlyMemory<byte> _source = source;
        private readonly JsonElement _only = only;
        private JsonElement.ArrayEnumerator _items = items;
        private bool _isPast;

        /// <summary>The element.</summary>
        public readonly JsonView Current => new(_only.ValueKind == JsonValueKind.Undefined ? _items.Current : _only, _source);

        /// <summary>Itself, for <c>foreach</c>.</summary>
        public readonly ItemEnumerator GetEnumerator() => this;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            var isFirst = !_isPast;
            _isPast = true;
            return _only.ValueKind == JsonValueKind.Undefined ? _items.MoveNext() : isFirst;
        }
    }

    /// <summary>Walks an object.</summary>
    public ref struct MemberEnumerator(JsonElement.ObjectEnumerator members, ReadOnlyMemory<byte> source)
    {
        private readonly ReadOnlyMemory<byte> _source = source;
        private JsonElement.ObjectEnumerator _members = members;

        /// <summary>The member's name as it is written, without quotes.</summary>
        public readonly ReadOnlySpan<byte> Name => JsonMarshal.GetRawUtf8PropertyName(_members.Current);

        /// <summary>The member's value.</summary>
        public readonly JsonView Current => new(_members.Current.Value, _source);

        /// <summary>Itself, for <c>foreach</c>.</summary>
        public readonly MemberEnumerator GetEnumerator() => this;

        /// <summary>Goes on to the next member.</summary>
        public bool MoveNext() => _members.MoveNext();
    }
}
