using System.Text.Json;

namespace AiGateway.Demo.Generation;

/// <summary>Reads what embeddings and legacy completions take: a string, strings, tokens, or lists of tokens.</summary>
internal static class TextInput
{
    /// <summary>The texts; null where the value is none of these. Tokens are named by their numbers: nothing here knows their words.</summary>
    public static List<string>? Read(JsonElement value)
    {
        if (value.TextOrNull() is { } one)
        {
            return [one];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            return null;
        }

        if (value[0].ValueKind == JsonValueKind.Number)
        {
            return ReadTokens(value) is { } tokens ? [tokens] : null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if ((item.TextOrNull() ?? ReadTokens(item)) is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }

    private static string? ReadTokens(JsonElement tokens)
    {
        if (tokens.ValueKind != JsonValueKind.Array || tokens.GetArrayLength() == 0)
        {
            return null;
        }

        var names = new List<string>(tokens.GetArrayLength());
        foreach (var token in tokens.EnumerateArray())
        {
            if (token.ValueKind != JsonValueKind.Number || !token.TryGetInt64(out var number) || number < 0)
            {
                return null;
            }

            names.Add($"<{number}>");
        }

        return string.Join(' ', names);
    }
}
