using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Embeddings;

/// <summary>A vector as its provider wrote it: an array of numbers, or little-endian 32-bit numbers in base64.</summary>
internal readonly struct Vector
{
    private static readonly SearchValues<byte> s_inArrays = SearchValues.Create("[]0123456789+-.eE, \t\r\n"u8);

    private readonly ReadOnlyMemory<byte> _json;

    private Vector(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>Takes a vector from an answer.</summary>
    /// <returns>False where the value is none.</returns>
    public static bool TryTake(JsonView value, out Vector vector)
    {
        vector = new Vector(value.Raw);
        return value.IsArray
            ? value.Count > 0 && !value.Span[1..].Contains((byte)'[') && !value.Span.ContainsAnyExcept(s_inArrays)
            : value.Text is { IsEmpty: false } text && IsBase64(text.Escaped);
    }

    /// <summary>Writes it as the value of a member whose name was written.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="base64">In base64, else as numbers; as it came where it came so.</param>
    public void Write(Utf8JsonWriter writer, bool base64)
    {
        var json = _json.Span;
        var isText = json[0] == (byte)'"';
        if (isText == base64)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else if (isText)
        {
            WriteNumbers(writer, json[1..^1]);
        }
        else
        {
            WriteBase64(writer, json);
        }
    }

    private static bool IsBase64(ReadOnlySpan<byte> text) => Base64.IsValid(text, out var length) && length > 0 && length % sizeof(float) == 0;

    private static void WriteBase64(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        // A number and its comma are two bytes at least.
        var bytes = ArrayPool<byte>.Shared.Rent((json.Length / 2 * sizeof(float)) + sizeof(float));
        var length = 0;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(length), Finite(reader.GetDouble()));
                length += sizeof(float);
            }
        }

        writer.WriteBase64StringValue(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<byte> base64)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        Base64.DecodeFromUtf8(base64, bytes, out _, out var length);
        writer.WriteStartArray();
        for (var at = 0; at + sizeof(float) <= length; at += sizeof(float))
        {
            writer.WriteNumberValue(Finite(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at))));
        }

        writer.WriteEndArray();
        ArrayPool<byte>.Shared.Return(bytes);
    }

    // JSON has no word for what is not finite, and a vector no use for it.
    private static float Finite(double number) => float.IsFinite((float)number) ? (float)number : 0;
}
