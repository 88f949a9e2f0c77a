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

    [Fact]
    public void An_id_that_changes_with_each_delta_begins_nothing_where_there_is_no_name() =>
        Assert.Equal(
            ["f {\"x\":1}", "g {}", "f {\"x\":2}"],
            CallsOf(
                """[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]""",
                """[{"index":0,"id":"b","function":{"name":null,"arguments":"{\"x\":"}}]""",
                """[{"index":1,"id":"d","function":{"name":"g","arguments":"{}"}}]""",
                """[{"index":0,"id":"c","function":{"name":"","arguments":"1}"}}]""",
                """[{"index":0,"id":"e","function":{"name":"f","arguments":"{\"x\":"}}]""",
                """[{"index":0,"id":"e","function":{"arguments":"2}"}}]"""));

    [Fact]
    public void An_id_that_is_known_tells_calls_of_one_index_apart() =>
        Assert.Equal(
            ["f {\"x\":1}", "g {\"y\":2}"],
            CallsOf(
                """[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}},{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]""",
                """[{"index":0,"id":"a","function":{"arguments":"1}"}},{"index":0,"id":"b","function":{"arguments":"2}"}}]"""));

    [Theory]
    [InlineData(""","usage":{"prompt_tokens":19,"completion_tokens":13}""", "", 19)]
    [InlineData(""","usage":{"prompt_tokens":19,"completion_tokens":13}""", ""","usage":{"prompt_tokens":20,"completion_tokens":13}""", 20)]
    public void Usage_may_stand_in_the_choice(string inside, string beside, int expected)
    {
        var stream = $$$"""data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"{{{inside}}}}]{{{beside}}}}""" + "\n\ndata: [DONE]\n\n";

        Assert.Contains($"\"input_tokens\":{expected},", Stream(stream, Codecs("openai-chat"), Codecs("openai-responses")), StringComparison.Ordinal);
    }

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
