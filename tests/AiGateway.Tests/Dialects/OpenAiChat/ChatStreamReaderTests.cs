using System.Text;
using System.Text.Json.Nodes;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatStreamReaderTests
{
    public static TheoryData<string, string[]> Calls { get; } = new()
    {
        { "two whole calls, one a delta", ["""[{"function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"function":{"name":"g","arguments":"{\"y\":2}"}}]"""] },
        { "both in one delta", ["""[{"function":{"name":"f","arguments":"{\"x\":1}"}},{"function":{"name":"g","arguments":"{\"y\":2}"}}]"""] },
        { "arguments that are objects", ["""[{"function":{"name":"f","arguments":{"x":1}}}]""", """[{"function":{"name":"g","arguments":{"y":2}}}]"""] },
        { "in pieces", ["""[{"function":{"name":"f","arguments":""}}]""", """[{"function":{"arguments":"{\"x\":"}}]""", """[{"function":{"arguments":"1}"}}]""", """[{"function":{"name":"g","arguments":""}}]""", """[{"function":{"arguments":"{\"y\":2}"}}]"""] },
        { "the name said again", ["""[{"function":{"name":"f","arguments":"{\"x\""}}]""", """[{"function":{"name":"f","arguments":":1}"}}]""", """[{"function":{"name":"f","arguments":""}}]""", """[{"function":{"name":"g","arguments":"{\"y\":2}"}}]"""] },
        { "all of one index", ["""[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"index":0,"function":{"name":"g","arguments":"{\"y\""}}]""", """[{"index":0,"function":{"arguments":":2}"}}]"""] },
        { "an id only at the first", ["""[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"function":{"name":"g","arguments":"{\"y\":2}"}}]"""] },
        { "an id only at the second", ["""[{"function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}]"""] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Calls_that_neither_id_nor_index_sets_apart_are_told_apart_by_their_names(string how, string[] deltas) =>
        Assert.True(CallsOf(deltas) is ["f {\"x\":1}", "g {\"y\":2}"], how + ": " + string.Join(", ", CallsOf(deltas)));

    [Fact]
    public void The_same_tool_can_be_called_again() =>
        Assert.Equal(
            ["f {}", "f {}"],
            CallsOf("""[{"function":{"name":"f","arguments":"{}"}}]""", """[{"function":{"name":"f","arguments":"{}"}}]"""));

    [Fact]
    public void A_name_amid_the_arguments_begins_nothing() =>
        Assert.Equal(
            ["f {\"x\":1}"],
            CallsOf("""[{"function":{"name":"f","arguments":"{\"x\":"}}]""", """[{"function":{"name":"g","arguments":"1}"}}]"""));

    private static List<string> CallsOf(params string[] deltas)
    {
        var stream = new StringBuilder();
        foreach (var delta in deltas)
        {
            stream.Append($$$"""data: {"choices":[{"index":0,"delta":{"tool_calls":{{{delta}}}}}]}""").Append("\n\n");
        }

        stream.Append("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""").Append("\n\ndata: [DONE]\n\n");
        var told = Stream(stream.ToString(), Codecs("openai-chat"), Codecs("openai-responses"));
        var last = told.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..];
        return [.. JsonNode.Parse(last)!["response"]!["output"]!.AsArray().Select(item => $"{item!["name"]} {item["arguments"]}")];
    }
}
