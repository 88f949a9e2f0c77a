using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class ReasoningRequestTests
{
    [Theory]
    [InlineData("openai-chat", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"default"}""", "reasoning_effort")]
    [InlineData("openai-responses", """{"model":"m","input":"Hi","reasoning":{"effort":"ultra"}}""", "reasoning.effort")]
    [InlineData("anthropic", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"output_config":{"effort":"ultra"}}""", "output_config.effort")]
    [InlineData("gemini", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"ULTRA"}}}""", "thinkingConfig.thinkingLevel")]
    public void An_effort_that_nobody_else_knows_is_told_of(string from, string request, string name)
    {
        foreach (var to in new[] { "openai-chat", "openai-responses", "anthropic", "gemini" }.Where(dialect => dialect != from))
        {
            var (json, dropped) = Request(request, Codecs(from), Codecs(to));

            Assert.Equal([name], dropped);
            Assert.DoesNotContain(name[(name.LastIndexOf('.') + 1)..], json, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai-chat", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"High"}""")]
    [InlineData("openai-chat", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":null}""")]
    [InlineData("gemini", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"HIGH"}}}""")]
    public void An_effort_that_is_known_however_it_is_written_is_not(string from, string request) =>
        Assert.Empty(Request(request, Codecs(from), Codecs("openai-responses")).Dropped);

    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":2048}""", true)]
    [InlineData("""{"type":"enabled","budget_tokens":2048,"display":"summarized"}""", true)]
    [InlineData("""{"type":"enabled","budget_tokens":2048,"display":"omitted"}""", false)]
    [InlineData("""{"type":"adaptive"}""", null)]
    [InlineData("""{"type":"disabled"}""", null)]
    public void Gemini_is_asked_for_the_thoughts_that_Anthropic_would_have_shown(string thinking, bool? isAsked)
    {
        var request = $$"""{"model":"m","max_tokens":4096,"messages":[{"role":"user","content":"Hi"}],"thinking":{{thinking}}}""";
        var (json, dropped) = Request(request, Codecs("anthropic"), Codecs("gemini"));

        Assert.Equal(isAsked, JsonNode.Parse(json)!["generationConfig"]!["thinkingConfig"]?["includeThoughts"]?.GetValue<bool>());
        Assert.Empty(dropped);
        Assert.DoesNotContain("summary", Request(request.Replace(",\"display\":\"summarized\"", "", StringComparison.Ordinal), Codecs("anthropic"), Codecs("openai-responses")).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",\"max_completion_tokens\":4000", 2000)]
    [InlineData(",\"max_completion_tokens\":1500", 1024)]
    [InlineData(",\"max_completion_tokens\":60000", 24576)]
    [InlineData("", 24576)]
    [InlineData(",\"max_completion_tokens\":1024", null)]
    public void An_effort_that_becomes_a_budget_leaves_room_for_an_answer(string limit, int? expected)
    {
        var rules = ProviderCatalogue.ByType["anthropic"].RulesFor(DialectFamily.Anthropic, "claude-sonnet-4-5");
        var request = $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"high"{{limit}}}""";

        Assert.Equal(expected, (int?)JsonNode.Parse(Request(request, Codecs("openai-chat"), Codecs("anthropic"), rules).Json)!["thinking"]?["budget_tokens"]);
    }
}
