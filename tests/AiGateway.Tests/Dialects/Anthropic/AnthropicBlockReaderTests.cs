using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class AnthropicBlockReaderTests
{
    [Fact]
    public void Who_made_a_call_is_not_missed_elsewhere()
    {
        var (json, dropped) = Translating.Request(
            """
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":"Hi"},
            {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{},"caller":{"type":"direct"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]}]}
            """,
            DialectCodecs.Anthropic, DialectCodecs.Chat);

        Assert.Empty(dropped);
        Assert.DoesNotContain("direct", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    [InlineData("gemini")]
    public void What_was_found_is_told_in_words_to_who_has_no_form_for_it(string target)
    {
        const string document = """{"type":"document","title":"D","source":{"type":"content","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}}""";
        const string found = """{"type":"search_result","source":"https://e.com","title":"E","content":[{"type":"text","text":"three"}],"citations":{"enabled":true}}""";
        var (json, dropped) = Translating.Request(
            $$$"""
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":[{{{document}}}]},
            {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{{{found}}}]}]}]}
            """,
            DialectCodecs.Anthropic, Translating.Codecs(target));

        Assert.Contains("D\\n\\none\\n\\ntwo", json, StringComparison.Ordinal);
        Assert.Contains("E\\n\\nhttps://e.com\\n\\nthree", json, StringComparison.Ordinal);
        Assert.Equal(["citations"], dropped);
    }

    [Fact]
    public void A_document_of_more_than_texts_is_not_told_in_part()
    {
        const string image = """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""";
        var (_, dropped) = Translating.Request(
            $$$"""
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},
            {"type":"document","source":{"type":"content","content":[{"type":"text","text":"one"},{{{image}}}]}}]}]}
            """,
            DialectCodecs.Anthropic, DialectCodecs.Chat);

        Assert.Equal(["content.document"], dropped);
    }
}
