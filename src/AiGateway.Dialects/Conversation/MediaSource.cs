using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Where the bytes of an image, a sound or a document are. Exactly one of <see cref="Data"/>, <see cref="Url"/>, <see cref="FileId"/>, <see cref="Text"/> is there.</summary>
internal sealed record MediaSource
{
    private static readonly SearchValues<byte> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"u8);

    /// <summary>The media type: <c>image/png</c>; not there where nobody says.</summary>
    public JsonString MediaType { get; init; }

    /// <summary>The bytes in base64.</summary>
    public JsonString Data { get; init; }

    /// <summary>Where the provider may fetch them.</summary>
    public JsonString Url { get; init; }

    /// <summary>The id of a file that the provider has.</summary>
    public JsonString FileId { get; init; }

    /// <summary>A document that is plain text.</summary>
    public JsonString Text { get; init; }

    /// <summary>It is text by its type, which can be told as such.</summary>
    public bool IsText => Text.IsGiven || (Data.IsGiven && MediaType.StartsWith("text/"u8));

    /// <summary>The text that it is; empty where the bytes are none.</summary>
    public JsonString ReadText()
    {
        if (!Data.IsGiven)
        {
            return Text;
        }

        var encoded = Data.Decode().Span;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        Base64.DecodeFromUtf8(encoded, bytes, out _, out var written);
        return Utf8.IsValid(bytes.AsSpan(0, written)) ? JsonString.OfUtf8(bytes.AsSpan(0, written)) : JsonString.Empty;
    }

    /// <summary>Reads a URL that may hold the data itself.</summary>
    public static MediaSource FromUrl(JsonString url)
    {
        if (!url.StartsWith("data:"u8))
        {
            return new MediaSource { Url = url };
        }

        var text = url.Decode();
        var comma = text.Span.IndexOf((byte)',');
        var head = comma < 0 ? default : text.Span[5..comma];
        if (!head.EndsWith(";base64"u8))
        {
            return new MediaSource { Url = url };
        }

        var type = head[..^7];
        var parameters = type.IndexOf((byte)';');
        return new MediaSource
        {
            MediaType = type.IsEmpty ? default : JsonString.OfUtf8(parameters < 0 ? type : type[..parameters]),
            Data = Quote(text.Span[(comma + 1)..]),
        };
    }

    // Data is large, and as a rule has nothing to be escaped.
    private static JsonString Quote(ReadOnlySpan<byte> data) => data.ContainsAnyExcept(s_base64) ? JsonString.OfUtf8(data) : JsonString.Wrap(data);

    /// <summary>The URL, made of the data where there is none.</summary>
    /// <param name="fallbackType">The media type where none is known.</param>
    public JsonString ToUrl(ReadOnlySpan<byte> fallbackType) =>
        Data.IsGiven
            ? JsonString.Wrap([.. "data:"u8, .. MediaType.IsEmpty ? fallbackType : MediaType.Escaped, .. ";base64,"u8, .. Data.Escaped])
            : Url;
}
