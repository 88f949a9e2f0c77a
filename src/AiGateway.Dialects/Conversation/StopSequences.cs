using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Texts before which an answer ends.</summary>
internal static class StopSequences
{
    /// <summary>Reads one, or a list of them, leaving out those in which nothing is.</summary>
    public static IReadOnlyList<JsonString> Read(JsonView sequences)
    {
        if (sequences.Text is { IsEmpty: false } only)
        {
            return [only];
        }

        var several = new List<JsonString>(sequences.Count);
        foreach (var item in sequences.Items)
        {
            if (item.Text is { IsEmpty: false } text)
            {
                several.Add(text);
            }
        }

        return several;
    }
}
