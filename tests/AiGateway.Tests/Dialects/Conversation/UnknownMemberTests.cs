using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class UnknownMemberTests
{
    private const string OfChat = """
        {"model":"m","enable_search":true,"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.com/a"},"min_pixels":4}],"weight":1},
        {"role":"assistant","content":"Yes.","partial":true},{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://e.com/v"}}]}],
        "tools":[{"type":"function","function":{"name":"f","returns":{}},"tool_stream":true}]}
        """;

    private const string OfAnthropic = """
        {"model":"m","max_tokens":9,"inference_geo":"us","thinking":{"type":"disabled","mood":1},"output_config":{"task_budget":{}},"metadata":{"team":"x"},
        "messages":[{"role":"user","content":[{"type":"text","text":"Hi","priority":1},{"type":"search_result","source":"s"}],"weight":1}],
        "tools":[{"name":"f","input_schema":{},"defer_loading":true},{"type":"bash_20250124","name":"bash"}]}
        """;

    private const string OfGemini = """
        {"cachedContent":"c","contents":[{"role":"user","parts":[{"text":"Hi","videoMetadata":{}},{"codeExecutionResult":{}}]}],
        "generationConfig":{"mediaResolution":"LOW","thinkingConfig":{"mood":1}},"tools":[{"functionDeclarations":[{"name":"f","response":{}}]},{"urlContext":{}}]}
        """;

    [Theory]
    [InlineData("openai-chat", "anthropic", OfChat, "weight,partial,content.video_url,min_pixels,tool_stream,function.returns,enable_search")]
    [InlineData("anthropic", "openai-chat", OfAnthropic, "weight,priority,content.search_result,tools.bash_20250124,defer_loading,inference_geo,output_config.task_budget,thinking.mood,metadata.team")]
    [InlineData("gemini", "openai-chat", OfGemini, "videoMetadata,content.codeExecutionResult,tools.urlContext,response,cachedContent,generationConfig.mediaResolution,thinkingConfig.mood")]
    public void What_no_other_dialect_has_a_word_for_is_told_by_its_name(string from, string to, string request, string expected)
    {
        var (_, dropped) = Request(request, Codecs(from), Codecs(to));

        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), dropped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_own_family_is_given_back_what_is_not_nested()
    {
        var (json, dropped) = Request(OfChat, Codecs("openai-chat"), Codecs("openai-chat"));
        var (_, droppedOfAnthropic) = Request(OfAnthropic, Codecs("anthropic"), Codecs("anthropic"));
        var (geminiJson, droppedOfGemini) = Request(OfGemini, Codecs("gemini"), Codecs("gemini"));

        Assert.Equal(["function.returns"], dropped);
        AssertSameJson(OfChat.Replace(",\"returns\":{}", "", StringComparison.Ordinal), json);
        Assert.Equal(["output_config.task_budget", "thinking.mood", "metadata.team"], droppedOfAnthropic);
        Assert.Equal(["videoMetadata", "response", "generationConfig.mediaResolution", "thinkingConfig.mood"], droppedOfGemini);
        Assert.Contains("\"cachedContent\":\"c\"", geminiJson, StringComparison.Ordinal);
        Assert.Contains("{\"urlContext\":{}}", geminiJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_great_many_of_them_do_not_make_a_long_list()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(number => $"\"x{number}\":1,"));
        var (_, dropped) = Request($$"""{ {{many}} "messages":[{"role":"user","content":"Hi"}]}""", Codecs("openai-chat"), Codecs("anthropic"));

        Assert.Equal(33, dropped.Count);
        Assert.Equal("…", dropped[^1]);
    }

    [Theory]
    [InlineData("openai-chat", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"logit_bias":{},"metadata":{},"parallel_tool_calls":false,"n":1,"store":false,"logprobs":false}""")]
    [InlineData("openai-chat", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":true}""")]
    [InlineData("openai-responses", """{"model":"m","input":[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs_1","summary":[]},{"role":"user","content":"Hi"}],"metadata":{},"parallel_tool_calls":false}""")]
    public void What_says_nothing_is_not_told_as_dropped(string from, string request)
    {
        foreach (var to in new[] { "anthropic", "gemini" })
        {
            Assert.Empty(Request(request, Codecs(from), Codecs(to)).Dropped);
        }
    }
}
