using System.Text.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>How an event tells of an error: an <c>error</c> member as official SDKs judge it, or DashScope's bare <c>code</c> and <c>message</c>.</summary>
internal struct ErrorSign
{
    private bool _error;
    private bool _code;
    private bool _message;

    /// <summary>An <c>error</c> member says something.</summary>
    public readonly bool IsError => _error;

    /// <summary>There are a code and a message, which are an error where there is nothing else.</summary>
    public readonly bool IsBare => _code && _message;

    /// <summary>Takes the member whose name the reader stands on, if it is one of these.</summary>
    public bool TryTake(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            _error = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False) && !IsEmptyString(ref reader);
        }
        else if (reader.ValueTextEquals("code"u8))
        {
            reader.Read();
            _code = reader.TokenType == JsonTokenType.Number || (reader.TokenType == JsonTokenType.String && !IsEmptyString(ref reader));
        }
        else if (reader.ValueTextEquals("message"u8))
        {
            reader.Read();
            _message = reader.TokenType == JsonTokenType.String;
        }
        else
        {
            return false;
        }

        reader.Skip();
        return true;
    }

    private static bool IsEmptyString(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(""u8);
}
