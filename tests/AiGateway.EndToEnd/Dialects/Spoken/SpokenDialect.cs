using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>
/// A dialect as it is spoken on both sides of the gateway: how a caller asks and what he understands, and how a provider is asked and answers. What
/// it reads it reads strictly: whatever is not of the dialect, or not in its order, fails the test.
/// </summary>
public abstract class SpokenDialect
{
    /// <summary>What callers and providers say of every request that the gateway is to carry.</summary>
    public const int MaxTokens = 512;

    /// <summary>The words with which the provider's fixtures begin, and break off in tests of streams that break.</summary>
    public const string Beginning = "Hi ";

    private static readonly string s_fixtures = Path.Combine(Repository.Root, "tests/AiGateway.Tests/Dialects/Conversation/Golden");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpokenDialect> All { get; } = [new SpokenChat(), new SpokenResponses(), new SpokenAnthropic(), new SpokenGemini()];

    /// <summary>As the gateway calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The members of a provider's line in the configuration file that make it speak this dialect alone.</summary>
    public abstract string ProviderMembers { get; }

    /// <summary>A model of such a provider.</summary>
    public abstract string ProviderModel { get; }

    /// <summary>The header that carries a provider's key, and what goes ahead of the key in it.</summary>
    public abstract (string Header, string Prefix) KeyCarrier { get; }

    /// <summary>The header in which a provider tells its id of a request; null where it does not.</summary>
    public abstract string? RequestIdHeader { get; }

    /// <summary>It is one of OpenAI's.</summary>
    public bool IsOpenAi => Name.StartsWith("openai", StringComparison.Ordinal);

    /// <summary>The one of a name.</summary>
    public static SpokenDialect Of(string name) => All.Single(dialect => dialect.Name == name);

    /// <summary>What a caller sends: a system prompt and a question, or a talk that has used two tools at once and may use them again.</summary>
    public abstract CallerRequest Ask(string model, bool tools = false, bool streams = false);

    /// <summary>What a whole answer says.</summary>
    public abstract Said ReadAnswer(JsonElement answer);

    /// <summary>What a stream says, to its end.</summary>
    public abstract Said ReadStream(string stream);

    /// <summary>What an error says.</summary>
    public abstract Told ReadError(JsonElement body);

    /// <summary>What a stream says that begins well and ends with an error.</summary>
    public abstract (string Text, Told Error) ReadBroken(string stream);

    /// <summary>What the dialect calls an error with a status, as the gateway tells it.</summary>
    public abstract string WordFor(int status);

    /// <summary>The path and the query behind the provider's base URL.</summary>
    public abstract string Target(bool streams);

    /// <summary>What a provider is asked.</summary>
    public abstract Asked ReadRequest(JsonElement body);

    /// <summary>A provider's error, and the status under which it comes: 503 comes as 529 from some.</summary>
    public abstract (int Status, string Body) Fail(int status, string message);

    /// <summary>A provider's error within a stream.</summary>
    public abstract string FailWithin(string message);

    /// <summary>A provider's whole answer: what <see cref="Said.Text"/> or <see cref="Said.Tools"/> has.</summary>
    public string Answer(bool tools) => File.ReadAllText(Path.Combine(s_fixtures, "Answers", $"{NameOf(tools)}.{Name}.json"));

    /// <summary>The same as a stream.</summary>
    public string Stream(bool tools) => OnTheWire(File.ReadAllText(Path.Combine(s_fixtures, "Streams", $"{NameOf(tools)}.{Name}.sse")));

    /// <summary>The events of a stream up to the one that says <see cref="Beginning"/>.</summary>
    public string BeginStream()
    {
        var stream = Stream(tools: false);
        var end = LineEnd + LineEnd;
        var said = stream.IndexOf($"\"{Beginning}\"", StringComparison.Ordinal);
        return stream[..(stream.IndexOf(end, said, StringComparison.Ordinal) + end.Length)];
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>How a provider ends its lines.</summary>
    protected virtual string LineEnd => "\n";

    /// <summary>Only these members are there.</summary>
    protected static void AssertOnly(JsonElement json, params string[] members) =>
        Assert.Empty(json.EnumerateObject().Select(member => member.Name).Except(members));

    private static string NameOf(bool tools) => tools ? "tools" : "text";

    private string OnTheWire(string stream) => stream.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", LineEnd, StringComparison.Ordinal);
}
