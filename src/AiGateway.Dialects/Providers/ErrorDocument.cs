using System.Buffers;
using System.Text.Json;

namespace AiGateway.Dialects.Providers;

/// <summary>Tells documents that are nothing but an error from those that answer, whatever the HTTP status says (OpenRouter, and proxies whose own answer had begun).</summary>
public static class ErrorDocument
{
    /// <summary>
    /// The document is an object with an <c>error</c> that is an object or words, and whose other members are plain values: whatever answers has an object or
    /// an array of its own.
    /// </summary>
    /// <param name="body">A whole document; what is no JSON is no error.</param>
    public static bool Is(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && HasNothingElse(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HasNothingElse(ref Utf8JsonReader reader)
    {
        var hasError = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (!isError && reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return false;
            }

            hasError |= isError && reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.String);
            reader.Skip();
        }

        return hasError;
    }
}
