using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>Takes a stream of events apart, and fails the test where it is written in another way than its dialect's.</summary>
internal static class Events
{
    /// <summary>Events that are one <c>data:</c> line each.</summary>
    public static List<string> Unnamed(string stream, string lineEnd = "\n") => [.. Blocks(stream, lineEnd).Select(block => DataOf(block))];

    /// <summary>Events that have a name, which their <c>type</c> repeats.</summary>
    public static List<JsonElement> Named(string stream)
    {
        var events = new List<JsonElement>();
        foreach (var block in Blocks(stream, "\n"))
        {
            var lines = block.Split('\n');
            Assert.Equal(2, lines.Length);
            var data = JsonElement.Parse(DataOf(lines[1]));
            Assert.Equal($"event: {TypeOf(data)}", lines[0]);
            events.Add(data);
        }

        return events;
    }

    /// <summary>The type of an event.</summary>
    public static string TypeOf(JsonElement data) => data.GetProperty("type").GetString()!;

    private static List<string> Blocks(string stream, string lineEnd)
    {
        var blocks = stream.Split(lineEnd + lineEnd);
        Assert.Equal("", blocks[^1]);
        return [.. blocks[..^1]];
    }

    private static string DataOf(string line)
    {
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        return line["data: ".Length..];
    }
}
