using System.Text.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Tells whether a member of a choice carries some of the answer. Providers send a first chunk with the role alone before the model has said anything.</summary>
internal static class ChoiceToken
{
    /// <summary>Reads one member of a choice, from its name to the end of its value.</summary>
    public static bool Read(ref Utf8JsonReader reader)
    {
        var isText = reader.ValueTextEquals("text"u8);
        var isDelta = reader.ValueTextEquals("delta"u8);
        reader.Read();
        if (isText)
        {
            return IsSomething(ref reader);
        }

        if (!isDelta || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var hasToken = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            reader.Read();
            hasToken |= IsSomething(ref reader) && !isRole;
        }

        return hasToken;
    }

    private static bool IsSomething(ref Utf8JsonReader reader)
    {
        var isSomething = reader.TokenType switch
        {
            JsonTokenType.String => !reader.ValueTextEquals(""u8),
            JsonTokenType.StartArray or JsonTokenType.StartObject => true,
            _ => false,
        };
        reader.Skip();
        return isSomething;
    }
}
