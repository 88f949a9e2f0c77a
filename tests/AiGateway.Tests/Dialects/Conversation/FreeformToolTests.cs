using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class FreeformToolTests
{
    private const string Patch = "*** Begin Patch\n+ \"a\\b\"\n*** End Patch\n";

    private const string OfResponses = """
        {"model":"m","input":[{"role":"user","content":"Fix it"},
        {"type":"custom_tool_call","id":"ctc_1","call_id":"c1","name":"apply_patch","input":"*** Begin Patch\n+ \"a\\b\"\n*** End Patch\n"},
        {"type":"custom_tool_call_output","call_id":"c1","output":"Done"}],
        "tools":[{"type":"custom","name":"apply_patch","description":"Edits files.","format":{"type":"grammar","syntax":"lark","definition":"start: \"x\""}}],
        "tool_choice":{"type":"custom","name":"apply_patch"}}
        """;

    private static readonly DialectCodecs s_responses = Codecs("openai-responses");
    private static readonly RequestRules s_functionsOnly = RequestRules.Default with { FreeformTools = false };

    public static TheoryData<string> Targets { get; } = [.. from codecs in DialectCodecs.All select codecs.Name];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_function_with_one_text_stands_in_where_there_are_no_such_tools(string target)
    {
        var (json, dropped) = Request(OfResponses, s_responses, Codecs(target), s_functionsOnly);
        var tool = target switch
        {
            "openai-chat" => JsonNode.Parse(json)!["tools"]![0]!["function"]!,
            "gemini" => JsonNode.Parse(json)!["tools"]![0]!["functionDeclarations"]![0]!,
            _ => JsonNode.Parse(json)!["tools"]![0]!,
        };
        var schema = tool["parameters"] ?? tool["input_schema"] ?? tool["parametersJsonSchema"]!;

        Assert.Empty(dropped);
        Assert.Equal("apply_patch", tool["name"]!.GetValue<string>());
        Assert.Equal("Edits files.\n\nThe input must fit this grammar (lark):\nstart: \"x\"", tool["description"]!.GetValue<string>());
        Assert.Equal("string", schema["properties"]!["input"]!["type"]!.GetValue<string>());
        Assert.Equal("[\"input\"]", schema["required"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_call_in_the_history_is_one_of_that_function_and_loses_no_byte(string target)
    {
        var (json, _) = Request(OfResponses, s_responses, Codecs(target), s_functionsOnly);
        var body = JsonNode.Parse(json)!;
        var input = target switch
        {
            "openai-chat" => JsonNode.Parse(body["messages"]![1]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>())!["input"],
            "openai-responses" => JsonNode.Parse(body["input"]![1]!["arguments"]!.GetValue<string>())!["input"],
            "anthropic" => body["messages"]![1]!["content"]![0]!["input"]!["input"],
            _ => body["contents"]![1]!["parts"]![0]!["functionCall"]!["args"]!["input"],
        };

        Assert.Equal(Patch, input!.GetValue<string>());
        Assert.DoesNotContain("custom", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_and_responses_have_such_tools_and_write_their_grammars_each_in_its_way()
    {
        var (chat, _) = Request(OfResponses, s_responses, Codecs("openai-chat"));
        var (back, dropped) = Request(chat, Codecs("openai-chat"), s_responses);

        Assert.Contains("""
            "format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: \"x\""}}
            """, chat, StringComparison.Ordinal);
        Assert.Empty(dropped);
        AssertSameJson(
            OfResponses.Replace("\"id\":\"ctc_1\",", "", StringComparison.Ordinal)
                .Replace("{\"role\"", "{\"type\":\"message\",\"role\"", StringComparison.Ordinal)
                .Replace("{\"model\"", "{\"store\":false,\"model\"", StringComparison.Ordinal),
            back);
    }

    [Theory]
    [InlineData("anthropic", """{"content":[{"type":"tool_use","id":"c1","name":"apply_patch","input":{"input":"*** Begin Patch\n+ \"a\\b\"\n*** End Patch\n"}}],"stop_reason":"tool_use"}""")]
    [InlineData("gemini", """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"apply_patch","args":{"input":"*** Begin Patch\n+ \"a\\b\"\n*** End Patch\n"}}}]}}]}""")]
    [InlineData("openai-chat", """{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"function","function":{"name":"apply_patch","arguments":"{\"input\":\"*** Begin Patch\\n+ \\\"a\\\\b\\\"\\n*** End Patch\\n\"}"}}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("openai-chat", """{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"apply_patch","input":"*** Begin Patch\n+ \"a\\b\"\n*** End Patch\n"}}]},"finish_reason":"tool_calls"}]}""")]
    public void A_call_of_that_function_is_told_to_the_caller_as_one_of_the_tool(string from, string answer)
    {
        Assert.True(Codecs(from).Answer.TryRead(Encoding.UTF8.GetBytes(answer), out var read));
        var item = JsonNode.Parse(Written(read, "openai-responses"))!["output"]![0]!;
        var custom = JsonNode.Parse(Written(read, "openai-chat"))!["choices"]![0]!["message"]!["tool_calls"]![0]!["custom"]!;

        Assert.Equal(("custom_tool_call", "c1", Patch), (Text(item["type"]), Text(item["call_id"]), Text(item["input"])));
        Assert.Equal(("apply_patch", Patch), (Text(custom["name"]), Text(custom["input"])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_stream_tells_it_piece_by_piece(int size)
    {
        var events = EventFeed.Frame(Encoding.UTF8.GetBytes(Stream(OfAnthropic(size), Codecs("anthropic"), s_responses, null, Context())), [1 << 20])
            .Select(bytes => JsonNode.Parse(EventFeed.DataOf(bytes))!).ToList();
        var types = events.Select(data => Text(data["type"])).Distinct().ToList();
        var deltas = string.Concat(events.Where(data => Text(data["type"]).EndsWith("input.delta", StringComparison.Ordinal)).Select(data => Text(data["delta"])));
        var done = events.Single(data => Text(data["type"]) == "response.custom_tool_call_input.done");
        var last = events[^1]["response"]!["output"]![0]!;

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.custom_tool_call_input.delta",
                "response.custom_tool_call_input.done", "response.output_item.done", "response.completed",
            ],
            types);
        Assert.Equal((Patch, Patch), (deltas, Text(done["input"])));
        Assert.Equal(("custom_tool_call", "completed", Patch), (Text(last["type"]), Text(last["status"]), Text(last["input"])));
    }

    [Fact]
    public void A_stream_tells_it_to_a_caller_that_speaks_chat_too()
    {
        var chunks = Stream(OfAnthropic(5), Codecs("anthropic"), Codecs("openai-chat"), null, Context());
        var input = string.Concat(EventFeed.Frame(Encoding.UTF8.GetBytes(chunks), [1 << 20]).Select(EventFeed.DataOf).Where(data => data != "[DONE]")
            .Select(data => Text(JsonNode.Parse(data)!["choices"]!.AsArray().FirstOrDefault()?["delta"]!["tool_calls"]?[0]!["custom"]!["input"])));

        Assert.Equal(Patch, input);
        Assert.DoesNotContain("\"function\"", chunks, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"custom\",\"custom\":{\"name\":\"apply_patch\"", chunks, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_chat_that_has_such_a_call_is_told_as_one()
    {
        const string chunks = """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"custom","custom":{"name":"apply_patch","input":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"custom":{"input":"{\"input\":\"x\"}"}}]},"finish_reason":"tool_calls"}]}


            """;

        Assert.Contains(
            "\"type\":\"custom_tool_call\",\"status\":\"completed\",\"call_id\":\"c1\",\"name\":\"apply_patch\",\"input\":\"{\\\"input\\\":\\\"x\\\"}\"",
            Stream(chunks, Codecs("openai-chat"), s_responses, null, Context()),
            StringComparison.Ordinal);
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static AnswerContext Context()
    {
        Assert.True(s_responses.Request.TryRead(Encoding.UTF8.GetBytes(OfResponses), out var request, out _));
        return Translating.Context with { Request = request };
    }

    private static string Written(ConversationAnswer answer, string to)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Codecs(to).Answer.Write(output, answer, Context());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string OfAnthropic(int size)
    {
        var arguments = new JsonObject { ["input"] = Patch }.ToJsonString();
        var stream = new StringBuilder();
        Add("""{"type":"message_start","message":{"id":"i","model":"m"}}""");
        Add("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"apply_patch","input":{}}}""");
        for (var at = 0; at < arguments.Length; at += size)
        {
            var piece = JsonValue.Create(arguments.Substring(at, Math.Min(size, arguments.Length - at)));
            Add(new JsonObject { ["type"] = "content_block_delta", ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece } }.ToJsonString());
        }

        Add("""{"type":"content_block_stop","index":0}""");
        Add("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":3}}""");
        Add("""{"type":"message_stop"}""");
        return stream.ToString();

        void Add(string data) => stream.Append("data: ").Append(data).Append("\n\n");
    }
}
