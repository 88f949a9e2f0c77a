using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>What an answer says, in no dialect.</summary>
public sealed record Said
{
    /// <summary>What the fixtures called <c>tools</c> say.</summary>
    public static readonly Said Tools = new() { Content = "Look.", Calls = [new("toolu_1", "f", """{"a":1}"""), new("toolu_2", "g", "{}")], Stop = "tools" };

    /// <summary>What the fixtures called <c>text</c> say; as a stream they end without a line end.</summary>
    public static readonly Said Text = new() { Content = "Hi 你好\n", Stop = "stop" };

    public string Content { get; init; } = "";

    public IReadOnlyList<Call> Calls { get; init; } = [];

    /// <summary><c>stop</c>, <c>tools</c>, or the dialect's own word for anything else.</summary>
    public string Stop { get; init; } = "";

    public string Model { get; init; } = "m";

    /// <summary>Tokens of the prompt, what came from the cache or went into it included.</summary>
    public long Prompt { get; init; } = 130;

    public long Cached { get; init; } = 90;

    /// <summary>Tokens of the answer, those of reasoning included.</summary>
    public long Output { get; init; } = 20;

    public long Reasoning { get; init; } = 5;

    /// <summary>It says the same as another.</summary>
    public void AssertIs(Said expected)
    {
        Assert.Equal(expected.Content, Content);
        Assert.Equal(expected.Calls, Calls);
        Assert.Equal((expected.Stop, expected.Model), (Stop, Model));
        Assert.Equal((expected.Prompt, expected.Cached, expected.Output, expected.Reasoning), (Prompt, Cached, Output, Reasoning));
    }
}

/// <summary>A call of a tool.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">JSON, without blanks.</param>
public sealed record Call(string? Id, string Name, string Arguments)
{
    public static Call Of(string? id, string? name, string? arguments) => new(id, name!, JsonNode.Parse(arguments!)!.ToJsonString());

    public static Call Of(string? id, string? name, JsonElement arguments)
    {
        Assert.Equal(JsonValueKind.Object, arguments.ValueKind);
        return Of(id, name, arguments.GetRawText());
    }
}

/// <summary>What an error says.</summary>
/// <param name="Status">The status that its body repeats; null where its dialect repeats none.</param>
/// <param name="Word">What the dialect calls it.</param>
/// <param name="Message">In words.</param>
public sealed record Told(int? Status, string? Word, string? Message);
