using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatMessageWriterTests
{
    [Fact]
    public void Results_follow_their_calls_whatever_the_user_said_between_them() =>
        Assert.Equal(["user", "assistant", "tool a", "tool b", "user", "user"], Sent("""
            {"role":"user","content":"Go."},
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"one"},{"type":"text","text":"Mind this."}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","content":"two"},{"type":"text","text":"And that."}]}
            """));

    [Fact]
    public void What_a_tool_shows_is_shown_when_all_have_answered()
    {
        var messages = Messages("""
            {"role":"user","content":"Go."},
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","content":"two"}]}
            """);

        Assert.Equal(["user", "assistant", "tool a", "tool b", "user"], messages.Select(NameOf));
        Assert.Equal("image_url", (string?)messages[4]!["content"]![0]!["type"]);
    }

    [Fact]
    public void What_the_model_said_behind_a_call_is_said_with_it()
    {
        var messages = Messages("""
            {"role":"user","content":"Go."},
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
            {"role":"assistant","content":[{"type":"text","text":"Wait."},{"type":"tool_use","id":"b","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","content":"two"},{"type":"tool_result","tool_use_id":"a","content":"one"}]},
            {"role":"assistant","content":"Done"},
            {"role":"assistant","content":"so"}
            """);

        Assert.Equal(["user", "assistant", "tool b", "tool a", "assistant", "assistant"], messages.Select(NameOf));
        Assert.Equal("Wait.", (string?)messages[1]!["content"]);
        Assert.Equal(2, messages[1]!["tool_calls"]!.AsArray().Count);
    }

    [Fact]
    public void A_file_that_is_text_is_told_as_text()
    {
        var (json, _) = Translating.Request(
            """{"contents":[{"parts":[{"inlineData":{"mimeType":"text/csv","data":"YSxi"}},{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}]}]}""",
            DialectCodecs.Gemini,
            DialectCodecs.Chat);
        var content = JsonNode.Parse(json)!["messages"]![0]!["content"]!;

        Assert.Equal("a,b", (string?)content[0]!["text"]);
        Assert.Equal("file", (string?)content[1]!["type"]);
    }

    private static IEnumerable<string> Sent(string messages) => Messages(messages).Select(NameOf);

    private static string NameOf(JsonNode? message) => (string)message!["role"]! + (message["tool_call_id"] is { } id ? " " + id : "");

    private static JsonArray Messages(string messages)
    {
        var (json, _) = Translating.Request($$"""{"model":"m","max_tokens":9,"messages":[{{messages}}]}""", DialectCodecs.Anthropic, DialectCodecs.Chat);
        return JsonNode.Parse(json)!["messages"]!.AsArray();
    }
}
