using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>A call of a tool, as the caller was told of it.</summary>
public sealed record TalkCall(string Id, string Name);

/// <summary>A dialect, as those speak it who talk with tools: the caller, who sends back what he was told, and the provider.</summary>
public abstract class TalkDialect
{
    /// <summary>What the caller asks first.</summary>
    public const string Question = "What is going on in Paris?";

    /// <summary>What the model says in the end.</summary>
    public const string Conclusion = "It is noon, on Monday.";

    /// <summary>The tools that there are.</summary>
    protected static IReadOnlyList<string> Tools { get; } = ["weather", "time", "date"];

    /// <summary>The parameters of each tool.</summary>
    protected const string Parameters = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TalkDialect> All { get; } = [new ChatTalk(), new ResponsesTalk(), new AnthropicTalk(), new GeminiTalk()];

    /// <summary>What models and providers are called after it.</summary>
    public abstract string Name { get; }

    /// <summary>What makes a provider speak this dialect alone, as members of its line in the configuration file.</summary>
    public abstract string ProviderType { get; }

    /// <summary>A model of such a provider that thinks.</summary>
    public abstract string ProviderModel { get; }

    /// <summary>The one of a name.</summary>
    public static TalkDialect Of(string name) => All.Single(dialect => dialect.Name == name);

    /// <summary>The request for a talk, not streamed, with thinking and all tools.</summary>
    /// <param name="model">The gateway's model.</param>
    /// <param name="talk">The turns so far, as the dialect has them.</param>
    public abstract CallerRequest Ask(string model, JsonArray talk);

    /// <summary>Adds the question.</summary>
    public abstract void Say(JsonArray talk);

    /// <summary>Adds an answer as this dialect's clients do, and says which calls are in it.</summary>
    public abstract IReadOnlyList<TalkCall> Hear(JsonArray talk, JsonNode answer);

    /// <summary>Adds the results of calls: the name of each tool, and behind it <c>is fine</c>. Of several the last comes first, where clients may do that.</summary>
    public abstract void Give(JsonArray talk, IReadOnlyList<TalkCall> calls);

    /// <summary>The text of an answer.</summary>
    public abstract string? TextOf(JsonNode answer);

    /// <summary>An answer of a provider: a thought of a number, which is to come back, and calls of tools behind it; or the conclusion where there are none.</summary>
    public abstract string Answer(int number, params string[] tools);

    /// <summary>
    /// What a provider was sent, in order: <c>user</c>, <c>thought 1</c>, <c>call time</c>, <c>result time</c>. Fails the test where a result belongs to
    /// no call, or not in the place where this dialect has it.
    /// </summary>
    public abstract IReadOnlyList<string> Read(JsonNode request);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>What a tool gives.</summary>
    protected static string ResultOf(string tool) => $"{tool} is fine";

    /// <summary>A JSON value of its own, which may be put elsewhere.</summary>
    protected static JsonNode Copy(JsonNode? node) => node!.DeepClone();
}
