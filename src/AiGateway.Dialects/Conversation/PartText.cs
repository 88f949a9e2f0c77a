using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Puts texts of several parts together in one go: one that is added to piece by piece is copied with each piece.</summary>
internal static class PartText
{
    /// <summary>The texts of all parts that are text.</summary>
    public static JsonString Join(IReadOnlyList<Part> parts, JsonString separator = default) =>
        Join(parts, static part => part is TextPart text ? text.Text : default, separator);

    /// <summary>What is made of each part, one behind the other; an empty string where that is nothing.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="textOf">What of a part is wanted; nothing where it is not.</param>
    /// <param name="separator">What stands between two of them that are not empty.</param>
    public static JsonString Join(IReadOnlyList<Part> parts, Func<Part, JsonString> textOf, JsonString separator = default)
    {
        var only = JsonString.Empty;
        List<JsonString>? several = null;
        foreach (var part in parts)
        {
            if (textOf(part) is not { IsEmpty: false } text)
            {
                continue;
            }

            if (only.IsEmpty)
            {
                only = text;
                continue;
            }

            (several ??= [only]).Add(text);
        }

        return several is null ? only : JsonString.Join(several, separator);
    }
}
