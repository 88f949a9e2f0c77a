using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class AnthropicStreamWriterTests
{
    private const string A = """{"index":0,"id":"a","function":{"name":"f","arguments":""}}""";
    private const string B = """{"index":1,"id":"b","function":{"name":"g","arguments":""}}""";

    [Fact]
    public void Words_in_the_middle_of_a_call_follow_when_it_is_complete() =>
        Assert.Equal(
            ["tool_use f {\"x\":1}", "text so far", "thinking hm", "tool_use g {}"],
            Blocks(
                Call(A),
                Arguments(0, "{\\\"x\\\""),
                """{"content":"so "}""",
                """{"content":"far"}""",
                """{"reasoning_content":"hm"}""",
                Arguments(0, ":1}"),
                Call(B),
                Arguments(1, "{}")));

    [Fact]
    public void Words_amid_interleaved_calls_part_none_of_them() =>
        Assert.Equal(
            ["tool_use f {\"x\":1}", "tool_use g {\"y\":2}", "text so"],
            Blocks(
                Call(A),
                Call(B),
                Arguments(0, """{\"x\":"""),
                Arguments(1, "{\\\"y\\\""),
                Arguments(0, "1}"),
                """{"content":"so"}""",
                Arguments(1, ":2}")));

    [Fact]
    public void Words_behind_a_call_that_never_gets_its_arguments_come_at_the_end() =>
        Assert.Equal(["text why", "tool_use f ", "text so"], Blocks("""{"content":"why"}""", Call(A), """{"content":"so"}"""));

    [Fact]
    public void A_third_call_does_not_end_the_second() =>
        Assert.Equal(
            ["tool_use f {}", "tool_use g {\"y\":2}", "tool_use h {}"],
            Blocks(
                Call(A),
                Call(B),
                Arguments(0, "{}"),
                Arguments(1, "{\\\"y\\\""),
                Call("""{"index":2,"id":"c","function":{"name":"h","arguments":"{}"}}"""),
                Arguments(1, ":2}")));

    [Fact]
    public void Words_that_would_have_to_wait_for_too_long_a_call_end_the_answer()
    {
        using var writer = Codecs("anthropic").Stream.OpenWriter(Context);
        var text = Encoding.UTF8.GetBytes($"\"{new string('x', 600_000)}\"");

        writer.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = 0, Name = "\"f\""u8, Id = "\"a\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = text });
        Assert.Null(writer.Failure);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = text });

        Assert.Contains("too long", writer.Failure, StringComparison.Ordinal);
    }

    private static string Call(string call) => $$"""{"tool_calls":[{{call}}]}""";

    private static string Arguments(int index, string escaped) => $$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":"{{{escaped}}}"}}]}""";

    // What the client puts together: one block at a time, each closed before the next begins.
    private static List<string> Blocks(params string[] deltas)
    {
        var stream = new StringBuilder();
        foreach (var delta in deltas)
        {
            stream.Append($$"""data: {"choices":[{"index":0,"delta":{{delta}}}]}""").Append("\n\n");
        }

        stream.Append("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""").Append("\n\ndata: [DONE]\n\n");
        var blocks = new List<string>();
        var isOpen = false;
        foreach (var line in Stream(stream.ToString(), Codecs("openai-chat"), Codecs("anthropic")).Split('\n'))
        {
            Assert.NotEqual("BROKEN", line);
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
            {
                continue;
            }

            var data = JsonNode.Parse(line[6..])!;
            var type = data["type"]!.GetValue<string>();
            if (type == "content_block_start")
            {
                Assert.False(isOpen);
                isOpen = true;
                Assert.Equal(blocks.Count, data["index"]!.GetValue<int>());
                var block = data["content_block"]!;
                blocks.Add(block["type"]!.GetValue<string>() + " " + (block["name"] is { } name ? name.GetValue<string>() + " " : ""));
            }
            else if (type == "content_block_delta")
            {
                Assert.True(isOpen);
                Assert.Equal(blocks.Count - 1, data["index"]!.GetValue<int>());
                var delta = data["delta"]!;
                blocks[^1] += (delta["text"] ?? delta["thinking"] ?? delta["partial_json"])!.GetValue<string>();
            }
            else if (type == "content_block_stop")
            {
                Assert.True(isOpen);
                isOpen = false;
            }
        }

        Assert.False(isOpen);
        return blocks;
    }
}
