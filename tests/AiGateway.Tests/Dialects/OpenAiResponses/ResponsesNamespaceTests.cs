using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

/// <summary>Tools in groups, and tools that items of the input add, as Codex sends them for the models that it knows.</summary>
public sealed class ResponsesNamespaceTests
{
    private const string OfCodex = """
        {"model":"m","input":[
        {"type":"additional_tools","id":"at_1","role":"developer","tools":[
        {"type":"namespace","name":"functions","description":"","tools":[{"type":"custom","name":"exec","description":"Runs."},
        {"type":"function","name":"wait","parameters":{"type":"object"},"strict":false}]},
        {"type":"namespace","name":"clock","description":"Time.","tools":[{"type":"function","name":"sleep","parameters":{"type":"object"}}]}]},
        {"type":"message","role":"user","content":"Fix it"},
        {"type":"function_call","call_id":"c1","namespace":"clock","name":"sleep","arguments":"{}"},
        {"type":"function_call","call_id":"c2","namespace":"functions","name":"wait","arguments":"{}"},
        {"type":"function_call_output","call_id":"c1","output":"Done"},{"type":"function_call_output","call_id":"c2","output":"Done"}],
        "tools":[{"type":"namespace","name":"mcp","tools":[{"type":"function","name":"look"}]},{"type":"function","name":"plain"}],
        "tool_choice":{"type":"function","namespace":"clock","name":"sleep"}}
        """;

    private static readonly DialectCodecs s_responses = Codecs("openai-responses");

    [Fact]
    public void Where_there_are_no_groups_a_name_begins_with_its_groups()
    {
        var (json, dropped) = Request(OfCodex, s_responses, Codecs("anthropic"));
        var body = JsonNode.Parse(json)!;

        Assert.Empty(dropped);
        Assert.Equal(["mcp__look", "plain", "exec", "wait", "clock__sleep"], body["tools"]!.AsArray().Select(tool => Text(tool!["name"])));
        Assert.Equal(["clock__sleep", "wait"], body["messages"]![1]!["content"]!.AsArray().Select(call => Text(call!["name"])));
        Assert.Equal("clock__sleep", Text(body["tool_choice"]!["name"]));
    }

    [Theory]
    [InlineData("clock__sleep", "clock", "sleep", "function_call")]
    [InlineData("mcp__look", "mcp", "look", "function_call")]
    [InlineData("exec", "functions", "exec", "custom_tool_call")]
    [InlineData("plain", "", "plain", "function_call")]
    [InlineData("other__tool", "", "other__tool", "function_call")]
    public void A_call_names_the_group_again_in_a_whole_answer_and_in_a_stream(string called, string group, string name, string type)
    {
        var answer = $$$"""{"content":[{"type":"tool_use","id":"c1","name":"{{{called}}}","input":{}}],"stop_reason":"tool_use"}""";
        Assert.True(Codecs("anthropic").Answer.TryRead(Encoding.UTF8.GetBytes(answer), out var read));
        var output = new ArrayBufferWriter<byte>();
        s_responses.Answer.Write(output, read, Context());
        var whole = JsonNode.Parse(Encoding.UTF8.GetString(output.WrittenSpan))!["output"]![0]!;

        var stream = $$$$"""
            data: {"type":"message_start","message":{"id":"i","model":"m"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"{{{{called}}}}","input":{}}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":3}}

            data: {"type":"message_stop"}


            """;
        var last = EventFeed.Frame(Encoding.UTF8.GetBytes(Stream(stream, Codecs("anthropic"), s_responses, null, Context())), [1 << 20]).Select(EventFeed.DataOf).Last();
        var streamed = JsonNode.Parse(last)!["response"]!["output"]![0]!;

        Assert.Equal((type, group, name), (Text(whole["type"]), Text(whole["namespace"]), Text(whole["name"])));
        Assert.Equal((type, group, name), (Text(streamed["type"]), Text(streamed["namespace"]), Text(streamed["name"])));
    }

    [Fact]
    public void What_is_wrong_with_a_tool_in_a_group_is_told_with_its_place()
    {
        var fault = Fault("""{"model":"m","input":[{"role":"user","content":"Hi"},{"type":"additional_tools","tools":[{"type":"namespace","name":"n","tools":[{"type":"function"}]}]}]}""", s_responses);

        Assert.Equal("input[1].tools[0].tools[0].name", fault.Where);
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static AnswerContext Context()
    {
        Assert.True(s_responses.Request.TryRead(Encoding.UTF8.GetBytes(OfCodex), out var request, out _));
        return AiGateway.Tests.Dialects.Conversation.Translating.Context with { Request = request };
    }
}
