using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Dialects.Json;

/// <summary>
/// A JSON string as it stands on the wire, quotes and escapes included, so that text goes from one dialect to another without being decoded, and
/// half of a surrogate pair (which providers tear apart) survives. <c>default</c> is a string that is not there.
/// </summary>
/// <param name="quoted">The string with its quotes: its grammar checked, in valid UTF-8.</param>
internal readonly struct JsonString(ReadOnlyMemory<byte> quoted)
{
    /// <summary>The empty string.</summary>
    public static readonly JsonString Empty = new("\"\""u8.ToArray());

    /// <summary>The string with its quotes; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Quoted { get; } = quoted;

    /// <summary>There is a string, be it an empty one.</summary>
    public bool IsGiven => !Quoted.IsEmpty;

    /// <summary>There is no string, or nothing in it.</summary>
    public bool IsEmpty => Quoted.Length <= 2;

    /// <summary>What stands between the quotes.</summary>
    public ReadOnlySpan<byte> Escaped => IsEmpty ? default : Quoted.Span[1..^1];

    /// <summary>Writes text as a JSON string.</summary>
    public static JsonString Of(string text) => Wrap(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);

    /// <summary>Writes UTF-8 text as a JSON string; broken UTF-8 becomes U+FFFD.</summary>
    public static JsonString OfUtf8(ReadOnlySpan<byte> text) => Of(Encoding.UTF8.GetString(text));

    /// <summary>Puts quotes round text that is escaped already.</summary>
    public static JsonString Wrap(ReadOnlySpan<byte> escaped) => new((byte[])[(byte)'"', .. escaped, (byte)'"']);

    /// <summary>Whether the text is this one.</summary>
    public bool Is(ReadOnlySpan<byte> text) => IsGiven && Decode().Span.SequenceEqual(text);

    /// <summary>Whether the text begins with this one, which is ASCII.</summary>
    public bool StartsWith(ReadOnlySpan<byte> text)
    {
        var units = new JsonUnits(Escaped);
        foreach (var expected in text)
        {
            if (!units.TryRead(out var unit) || unit != expected)
            {
                return false;
            }
        }

        return IsGiven;
    }

    /// <summary>Texts that follow each other as one; an empty string where all are empty.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="separator">What stands between two of them that are not empty.</param>
    public static JsonString Join(IReadOnlyList<JsonString> texts, JsonString separator = default)
    {
        var joined = new ArrayBufferWriter<byte>();
        joined.Write("\""u8);
        foreach (var text in texts)
        {
            if (!text.IsEmpty)
            {
                joined.Write(joined.WrittenCount > 1 ? separator.Escaped : default);
                joined.Write(text.Escaped);
            }
        }

        joined.Write("\""u8);
        return new JsonString(joined.WrittenMemory);
    }

    /// <summary>This text and another one behind it.</summary>
    public JsonString Append(JsonString more) => more.IsEmpty ? this : IsEmpty ? more : Wrap([.. Escaped, .. more.Escaped]);

    /// <summary>The text without white space at its end.</summary>
    public JsonString TrimEnd()
    {
        var rest = WithoutEnd(Escaped);
        return rest.Length == Escaped.Length ? this : Wrap(rest);
    }

    /// <summary>Whether nothing but white space is in it.</summary>
    public bool IsBlank => WithoutEnd(Escaped).IsEmpty;

    /// <summary>The text as UTF-8; half of a surrogate pair becomes U+FFFD.</summary>
    public ReadOnlyMemory<byte> Decode()
    {
        var escaped = Escaped;
        if (!escaped.Contains((byte)'\\'))
        {
            return IsEmpty ? default : Quoted[1..^1];
        }

        var characters = ArrayPool<char>.Shared.Rent(escaped.Length);
        var count = 0;
        var units = new JsonUnits(escaped);
        while (units.TryRead(out var unit))
        {
            characters[count++] = unit;
        }

        var text = Encoding.UTF8.GetBytes(characters, 0, count);
        ArrayPool<char>.Shared.Return(characters);
        return text;
    }

    /// <summary>The text; empty where there is none.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Decode().Span);

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> text)
    {
        while (EndLength(text) is > 0 and var length)
        {
            text = text[..^length];
        }

        return text;
    }

    // A backslash that is itself escaped makes "\\n" a backslash and an n.
    private static int EndLength(ReadOnlySpan<byte> text)
    {
        if (text is [.., (byte)' '])
        {
            return 1;
        }

        if (text is not [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'])
        {
            return 0;
        }

        var slashes = 0;
        for (var at = text.Length - 2; at >= 0 && text[at] == (byte)'\\'; at--)
        {
            slashes++;
        }

        return slashes % 2 == 1 ? 2 : 0;
    }
}
