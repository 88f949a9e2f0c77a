using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>A stream as its caller understood it, in whatever dialect it came.</summary>
public sealed record HeardTale
{
    /// <summary>The answer as it came.</summary>
    public required RawAnswer Answer { get; init; }

    /// <summary>All text, put together.</summary>
    public required string Text { get; init; }

    /// <summary>All reasoning, put together.</summary>
    public required string Thought { get; init; }

    /// <summary>It came to its proper end: the reason to stop is there, and is that the answer is complete.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What an in-band error says; null where there is none.</summary>
    public required string? Error { get; init; }

    /// <summary>The ids of the answer: one, where it is one answer.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The models that are told: one, where it is one answer.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The tokens that were used, of the prompt and of the answer; null where that is not told.</summary>
    public (long Prompt, long Output)? Used { get; init; }

    /// <summary>The events of a stream, each with its name, empty where it has none.</summary>
    public static List<(string Name, JsonElement Data)> EventsOf(RawAnswer answer)
    {
        var events = new List<(string, JsonElement)>();
        foreach (var block in answer.Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = "";
            foreach (var line in block.Split('\n'))
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line[7..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && line != "data: [DONE]")
                {
                    events.Add((name, JsonElement.Parse(line[6..])));
                }
            }
        }

        return events;
    }

    /// <summary>It is one whole answer of the tale: each token once, one id, one model, a proper end.</summary>
    /// <param name="output">The tokens that all who told it used together.</param>
    public void AssertIsWhole(int output)
    {
        Assert.True(Error is null, Answer.Text);
        Assert.Equal(Tale.Text, Text);
        Assert.True(IsComplete, Answer.Text);
        Assert.Single(Ids);
        Assert.Single(Models);
        Assert.Equal((9, output), Used);
    }

    /// <summary>It is a beginning of the tale, and an error says that there will be no more.</summary>
    public void AssertIsBrokenOff()
    {
        Assert.True(Error is not null, Answer.Text);
        Assert.StartsWith(Text, Tale.Text, StringComparison.Ordinal);
        Assert.False(IsComplete);
    }
}
