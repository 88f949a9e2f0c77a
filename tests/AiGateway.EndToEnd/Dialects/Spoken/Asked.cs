using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>What a provider is asked, in no dialect.</summary>
public sealed record Asked
{
    /// <summary>What <see cref="SpokenDialect.Ask"/> asks.</summary>
    public static readonly Asked Plain = new() { System = "Be brief.", Talk = ["user: Hi"], Temperature = 0.5 };

    /// <summary>What it asks with tools.</summary>
    public static readonly Asked Tools = new()
    {
        Talk = ["user: Both?", "call f {\"a\":0}", "call g {}", "result f 18", "result g 19", "user: Well?"],
        Declared = ["f: F {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", "g: G"],
        Choice = "any",
    };

    /// <summary>The tools as callers of OpenAI's dialects declare them: name, description, schema.</summary>
    public const string Schema = """{"type":"object","properties":{"a":{"type":"integer"}}}""";

    public string System { get; init; } = "";

    public IReadOnlyList<string> Talk { get; init; } = [];

    public IReadOnlyList<string> Declared { get; init; } = [];

    /// <summary>Which tools must be called: <c>any</c>; empty where that is left open.</summary>
    public string Choice { get; init; } = "";

    public double? Temperature { get; init; }

    public long MaxTokens { get; init; } = SpokenDialect.MaxTokens;

    /// <summary>It asks the same as another.</summary>
    public void AssertIs(Asked expected)
    {
        Assert.Equal(expected.System, System);
        Assert.Equal(expected.Talk, Talk);
        Assert.Equal(expected.Declared, Declared);
        Assert.Equal((expected.Choice, expected.Temperature, expected.MaxTokens), (Choice, Temperature, MaxTokens));
    }

    /// <summary>A call as the talk has it.</summary>
    public static string CallOf(string? name, string? arguments) => $"call {name} {JsonNode.Parse(arguments!)!.ToJsonString()}";

    /// <summary>A tool as it is declared; a schema that allows no argument is as good as none.</summary>
    public static string ToolOf(JsonElement tool, string schema)
    {
        var takes = tool.TryGetProperty(schema, out var parameters) && parameters.GetProperty("properties").EnumerateObject().Any();
        return $"{tool.GetProperty("name").GetString()}: {tool.GetProperty("description").GetString()}" + (takes ? " " + JsonNode.Parse(parameters.GetRawText())!.ToJsonString() : "");
    }

    /// <summary>The text of a content that is a string, or a list of parts that have nothing else.</summary>
    public static string TextOf(JsonElement content, params string[] types) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part =>
        {
            Assert.Contains(part.GetProperty("type").GetString()!, types);
            return part.GetProperty("text").GetString();
        }));
}
