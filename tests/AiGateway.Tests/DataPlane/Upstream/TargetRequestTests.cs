using AiGateway.Ingress;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class TargetRequestTests
{
    private const string Answer = """{"id":"m1","type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""";

    // Not long, but of many objects: what is made of one is many times as large as what it is made of.
    private static readonly string s_objects = string.Join(',', Enumerable.Repeat("{}", 10_000));
    private static readonly string s_turns = string.Join(',', Enumerable.Repeat("""{"role":"user","content":"a"}""", 10_000));
    private static readonly string s_texts = string.Join(',', Enumerable.Repeat("\"a\"", 20_000));

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "/v1/chat/completions", $$"""{"model":"m","messages":[{{s_turns}}]}""", "anthropic" },
        { "/v1/chat/completions", $$"""{"model":"m","messages":[{{s_objects}}]}""", "gemini" },
        { "/v1/messages", $$"""{"model":"m","messages":[{{s_objects}}]}""", "mistral" },
        { "/v1/messages/count_tokens", $$"""{"model":"m","messages":[{{s_turns}}]}""", "gemini" },
        { "/v1/messages/count_tokens", $$"""{"model":"m","messages":[{{s_turns}}]}""", "mistral" },
        { "/v1/embeddings", $$"""{"model":"m","input":[{{s_texts}}]}""", "dashscope" },
        { "/v1/rerank", $$"""{"model":"m","query":"q","documents":[{{s_objects}}]}""", "dashscope" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_would_take_more_memory_to_read_than_there_is_is_refused_ahead_of_it(string path, string body, string type)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, Answer), path, body, new MemoryBudget(512 * 1024), type);

        var outcome = await provider.RunAsync();

        Assert.Equal((503, "overloaded"), (outcome.Error?.Status, outcome.Error?.Code));
        Assert.Empty(provider.Requests);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "openai")]
    [InlineData("/v1/embeddings", "openai")]
    public async Task What_passes_as_it_is_takes_nothing_to_read(string path, string type)
    {
        using var provider = new ScriptedProvider(_ => ScriptedProvider.Answer(200, "{}"), path, $$"""{"model":"m","input":[{{s_objects}}]}""", new MemoryBudget(512 * 1024), type);

        Assert.Null((await provider.RunAsync()).Error);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task What_was_taken_to_read_a_request_is_held_until_it_is_answered()
    {
        ScriptedProvider? asked = null;
        var held = 0L;
        HttpResponseMessage Respond(int _)
        {
            held = asked!.Budget.Held;
            return ScriptedProvider.Answer(200, Answer);
        }

        using var provider = asked = new ScriptedProvider(Respond, body: $$"""{"model":"m","messages":[{{s_turns}}]}""", type: "anthropic");

        Assert.Null((await provider.RunAsync()).Error);
        Assert.True(held > 10_000 * 320);
        Assert.Equal(0, provider.Budget.Held);
    }

    [Fact]
    public async Task What_would_take_more_memory_to_translate_than_there_is_is_no_answer()
    {
        using var provider = new ScriptedProvider(
            _ => ScriptedProvider.Answer(200, $$"""{"content":[{{s_objects}}]}"""), body: """{"model":"m","messages":[{"role":"user","content":"a"}]}""", budget: new MemoryBudget(512 * 1024), type: "anthropic");

        Assert.Equal("overloaded", (await provider.RunAsync()).Error?.Code);
        Assert.Equal(0, provider.Budget.Held);
    }
}
