using System.Text.Json;

namespace AiGateway.Tests.Demo;

/// <summary>An event as it came over the wire.</summary>
internal sealed record ServerSentEvent(string? Name, string Data)
{
    public JsonElement Json => JsonElement.Parse(Data);

    /// <summary>The delta of the first choice.</summary>
    public JsonElement Delta => Json.GetProperty("choices")[0].GetProperty("delta");

    /// <summary>Takes a stream apart; it must consist of whole events of one or two lines.</summary>
    public static List<ServerSentEvent> Parse(string stream)
    {
        Assert.EndsWith("\n\n", stream);
        return stream[..^2].Split("\n\n").Select(ParseOne).ToList();
    }

    private static ServerSentEvent ParseOne(string text)
    {
        var lines = text.Split('\n');
        Assert.InRange(lines.Length, 1, 2);
        Assert.StartsWith("data: ", lines[^1]);
        return new ServerSentEvent(lines.Length == 2 ? lines[0]["event: ".Length..] : null, lines[^1]["data: ".Length..]);
    }
}
