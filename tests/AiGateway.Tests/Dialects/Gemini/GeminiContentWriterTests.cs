using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiContentWriterTests
{
    [Fact]
    public void Results_come_in_the_order_of_their_calls()
    {
        var sent = Contents("""
            {"role":"user","content":"Hi"},
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"first","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"second","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"b","content":"two"},
            {"role":"tool","tool_call_id":"stray","content":"three"},
            {"role":"tool","tool_call_id":"a","content":"one"}
            """);

        Assert.Equal(["first one", "second two"], ResultsOf(sent[2]!));
        Assert.Equal("three", (string?)sent[2]!["parts"]![2]!["text"]);
    }

    [Fact]
    public void A_call_that_nobody_answered_is_answered_all_the_same()
    {
        var sent = Contents("""
            {"role":"user","content":"Hi"},
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"first","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"second","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"b","content":"two"},
            {"role":"user","content":"Go on."}
            """);

        Assert.Equal("The tool gave no result.", (string?)sent[2]!["parts"]![0]!["functionResponse"]!["response"]!["error"]);
        Assert.Equal("second", (string?)sent[2]!["parts"]![1]!["functionResponse"]!["name"]);
        Assert.Equal("Go on.", (string?)sent[2]!["parts"]![2]!["text"]);
    }

    [Theory]
    [InlineData("https://example.com/a.PNG?x=1", "image/png")]
    [InlineData("https://example.com/a", "image/jpeg")]
    [InlineData("https://youtu.be/x", "video/mp4")]
    public void A_file_by_its_address_has_a_type(string url, string type)
    {
        var sent = Contents($$$"""{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}""");

        Assert.Equal(type, (string?)sent[0]!["parts"]![0]!["fileData"]!["mimeType"]);
    }

    [Fact]
    public void An_id_that_comes_again_is_that_of_the_last_call()
    {
        var sent = Contents("""
            {"role":"user","content":"Hi"},
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"first","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"one"},
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"second","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"two"}
            """);

        Assert.Equal(["first one"], ResultsOf(sent[2]!));
        Assert.Equal(["second two"], ResultsOf(sent[4]!));
    }

    private static JsonArray Contents(string messages)
    {
        var (json, _) = Translating.Request($$"""{"model":"m","messages":[{{messages}}]}""", DialectCodecs.Chat, DialectCodecs.Gemini);
        return JsonNode.Parse(json)!["contents"]!.AsArray();
    }

    private static IEnumerable<string> ResultsOf(JsonNode content) =>
        content["parts"]!.AsArray().Where(part => part!["functionResponse"] is not null).Select(part => $"{part!["functionResponse"]!["name"]} {part["functionResponse"]!["response"]!["result"]}");
}
