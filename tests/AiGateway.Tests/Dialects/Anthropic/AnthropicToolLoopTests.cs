using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class AnthropicToolLoopTests
{
    private const string Question = """{"role":"user","content":"Weather?"}""";
    private const string Result = """{"role":"tool","tool_call_id":"call_1","content":"sunny"}""";

    private static readonly RequestRules s_budget = RequestRules.Default with { Reasoning = ReasoningSpelling.Budget };

    [Fact]
    public void A_budget_to_think_is_left_out_where_the_thinking_ahead_of_a_call_is_lost()
    {
        var (json, dropped) = Translate($"{Question},{Call("")},{Result}", s_budget);

        Assert.Null(json["thinking"]);
        Assert.Equal(["reasoning_effort"], dropped);
    }

    [Fact]
    public void A_model_that_thinks_when_it_sees_fit_needs_no_thinking_ahead_of_a_call()
    {
        var (json, dropped) = Translate($"{Question},{Call("")},{Result}", RequestRules.Default);

        Assert.Equal("adaptive", (string?)json["thinking"]!["type"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData(""","thinking_blocks":[{"type":"thinking","thinking":"Hm.","signature":"S"}]""", "thinking")]
    [InlineData(""","thinking_blocks":[{"type":"redacted_thinking","data":"D"}]""", "redacted_thinking")]
    public void A_budget_stays_where_the_thinking_came_back(string blocks, string type)
    {
        var (json, dropped) = Translate($"{Question},{Call(blocks)},{Result}", s_budget);

        Assert.Equal("enabled", (string?)json["thinking"]!["type"]);
        Assert.Equal(type, (string?)json["messages"]![1]!["content"]![0]!["type"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void A_budget_stays_once_the_calls_are_over()
    {
        var (json, _) = Translate($$"""{{Question}},{{Call("")}},{{Result}},{"role":"assistant","content":"Sunny."},{"role":"user","content":"Thanks"}""", s_budget);

        Assert.Equal("enabled", (string?)json["thinking"]!["type"]);
    }

    [Fact]
    public void A_budget_is_left_out_where_the_model_is_to_go_on_with_words_that_were_put_in_its_mouth()
    {
        var (json, dropped) = Translate($$"""{{Question}},{"role":"assistant","content":"It is"}""", s_budget);

        Assert.Null(json["thinking"]);
        Assert.Equal(["reasoning_effort"], dropped);
    }

    [Theory]
    [InlineData("\"reasoning_effort\":\"none\"")]
    [InlineData("\"reasoning_effort\":\"high\",\"tool_choice\":\"required\"")]
    public void Earlier_thinking_is_not_sent_where_there_is_to_be_none(string members)
    {
        var blocks = ""","thinking_blocks":[{"type":"thinking","thinking":"Hm.","signature":"S"}]""";
        var (json, _) = Translate($"{Question},{Call(blocks)},{Result}", s_budget, members);

        Assert.NotEqual("enabled", (string?)json["thinking"]?["type"]);
        Assert.Equal("tool_use", (string?)json["messages"]![1]!["content"]![0]!["type"]);
    }

    private static string Call(string members) =>
        """{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]""" + members + "}";

    private static (JsonNode Json, IReadOnlyList<string> Dropped) Translate(string messages, RequestRules rules, string members = "\"reasoning_effort\":\"high\"")
    {
        var body = $$$$"""{"model":"m","max_completion_tokens":30000,"messages":[{{{{messages}}}}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],{{{{members}}}}}""";
        var (json, dropped) = Translating.Request(body, DialectCodecs.Chat, DialectCodecs.Anthropic, rules);
        return (JsonNode.Parse(json)!, dropped);
    }
}
