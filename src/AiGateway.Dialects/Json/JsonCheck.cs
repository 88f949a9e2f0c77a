using System.Text.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.Json;

/// <summary>Checks bytes that are to become part of JSON.</summary>
internal static class JsonCheck
{
    /// <summary>Whether they are one JSON object and nothing else.</summary>
    public static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, EventData.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
            return !reader.Read();
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // A model that writes broken arguments does so once an answer.
            return false;
        }
    }
}
