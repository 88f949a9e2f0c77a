using System.Text.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Tells whether a candidate's content says anything. A first event may hold the role alone, or a part without a word in it.</summary>
internal static class GeminiToken
{
    /// <summary>Reads a <c>content</c> member, from its name to the end of its value.</summary>
    public static bool Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        // Whatever a part has in it (a call, an image, a signature) stands as a word somewhere, and so does a text; the role does not stand in a part.
        var hasToken = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            hasToken |= reader.TokenType == JsonTokenType.String && reader.CurrentDepth > depth + 1 && !reader.ValueTextEquals(""u8);
        }

        return hasToken;
    }
}
