using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>Reads what a provider says of an error, in any of the shapes that they use: <c>{"error":{"message"}}</c>, <c>{"error":"…"}</c>, <c>{"message"}</c>.</summary>
internal static class ErrorMessage
{
    private const int Longest = 500;

    /// <summary>The words, cut to 500 characters; null where there are none.</summary>
    /// <param name="json">The JSON of the error; it need not be valid.</param>
    public static string? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, EventData.ReaderOptions);
        try
        {
            var words = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Find(ref reader) : null;
            return words?.Length > Longest ? words[..Longest] : words;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Broken JSON, or text that is no text.
            return null;
        }
    }

    private static string? Find(ref Utf8JsonReader reader)
    {
        string? words = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            var isMessage = reader.ValueTextEquals("message"u8);
            reader.Read();
            if (isError && reader.TokenType == JsonTokenType.StartObject)
            {
                return Find(ref reader) ?? words;
            }

            if ((isError || isMessage) && reader.TokenType == JsonTokenType.String)
            {
                words = reader.GetString();
            }

            reader.Skip();
        }

        return words;
    }
}
