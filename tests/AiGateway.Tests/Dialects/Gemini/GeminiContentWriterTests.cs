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

        Assert.Equal(["first one", "second two", "stray three"], ResultsOf(sent[2]!));
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
        content["parts"]!.AsArray().Select(part => $"{part!["functionResponse"]!["name"]} {part["functionResponse"]!["response"]!["result"]}");
}
