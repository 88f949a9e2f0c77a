using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesRequestTests
{
    // As Codex sends it.
    private const string OfCodex = """
        {"model":"m","instructions":"You are a coding agent.","input":[
        {"type":"message","role":"developer","content":[{"type":"input_text","text":"Sandboxed."}]},
        {"type":"message","role":"user","content":[{"type":"input_text","text":"Fix it"}]},
        {"type":"reasoning","summary":[{"type":"summary_text","text":"Look first."}],"content":null,"encrypted_content":"anthropic.c2ln"},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I will look."}]},
        {"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"c1"},
        {"type":"function_call","name":"shell","arguments":"{\"command\":[\"pwd\"]}","call_id":"c2"},
        {"type":"function_call_output","call_id":"c1","output":"a.txt"},
        {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"/"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}],
        "tools":[{"type":"function","name":"shell","description":"Runs.","strict":false,"parameters":{"type":"object","properties":{"command":{"type":"array"}}}},
        {"type":"custom","name":"apply_patch","description":"Edits.","format":{"type":"grammar","syntax":"lark","definition":"start: X"}},{"type":"web_search"}],
        "tool_choice":"auto","parallel_tool_calls":false,"reasoning":{"effort":"medium","summary":"auto"},"store":false,"stream":true,
        "include":["reasoning.encrypted_content"],"prompt_cache_key":"k"}
        """;

    private static readonly DialectCodecs s_responses = Codecs("openai-responses");

    [Fact]
    public void What_codex_asks_reaches_anthropic()
    {
        var (json, dropped) = Request(OfCodex, s_responses, Codecs("anthropic"));

        Assert.Equal(["prompt_cache_key", "tools.web_search"], dropped);
        AssertSameJson(
            """
            {"model":"m","max_tokens":4096,"system":[{"type":"text","text":"You are a coding agent."},{"type":"text","text":"Sandboxed."}],"messages":[
            {"role":"user","content":"Fix it"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"Look first.","signature":"c2ln"},{"type":"text","text":"I will look."},
            {"type":"tool_use","id":"c1","name":"shell","input":{"command":["ls"]}},{"type":"tool_use","id":"c2","name":"shell","input":{"command":["pwd"]}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"a.txt"},{"type":"tool_result","tool_use_id":"c2","content":[
            {"type":"text","text":"/"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}],
            "tools":[{"name":"shell","description":"Runs.","input_schema":{"type":"object","properties":{"command":{"type":"array"}}}},
            {"name":"apply_patch","description":"Edits.\n\nThe input must fit this grammar (lark):\nstart: X","input_schema":{"type":"object","properties":
            {"input":{"type":"string","description":"The whole input of the tool, as plain text."}},"required":["input"],"additionalProperties":false}}],
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"thinking":{"type":"adaptive","display":"summarized"},
            "output_config":{"effort":"medium"},"stream":true}
            """,
            json);
    }

    [Theory]
    [InlineData("""[{"type":"summary_text","text":"Hm"}]""", "input[].reasoning")]
    [InlineData("[]", "")]
    public void Reasoning_that_was_interrupted_makes_no_message_of_chat(string summary, string expected)
    {
        var request = $$"""{"model":"m","input":[{"role":"user","content":"a"},{"type":"reasoning","summary":{{summary}}},{"role":"user","content":"b"}]}""";
        var (json, dropped) = Request(request, s_responses, Codecs("openai-chat"));

        AssertSameJson("""{"model":"m","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}""", json);
        Assert.Equal(expected, string.Join(',', dropped));
    }

    [Theory]
    [InlineData("openai-chat", "user assistant tool tool user user")]
    [InlineData("anthropic", "user assistant user")]
    public void A_result_that_comes_behind_what_the_user_said_meanwhile_stands_behind_its_call(string target, string expected)
    {
        const string request = """
            {"model":"m","input":[{"role":"user","content":"a"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
            {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c2","output":"2"},
            {"role":"user","content":"hurry"},{"type":"function_call_output","call_id":"c1","output":"1"},{"role":"user","content":"well?"}]}
            """;

        var messages = JsonNode.Parse(Request(request, s_responses, Codecs(target)).Json)!["messages"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', messages.Select(message => (string?)message!["role"])));
    }

    [Fact]
    public void What_codex_asks_reaches_chat_with_all_calls_in_one_message_and_all_results_behind_it()
    {
        var (json, dropped) = Request(OfCodex, s_responses, Codecs("openai-chat"));
        var messages = JsonNode.Parse(json)!["messages"]!.AsArray();

        Assert.Equal(["system", "developer", "user", "assistant", "tool", "tool", "user"], messages.Select(message => message!["role"]!.GetValue<string>()));
        Assert.Equal(2, messages[3]!["tool_calls"]!.AsArray().Count);
        Assert.Equal("Look first.", messages[3]!["reasoning_content"]!.GetValue<string>());
        Assert.Equal(["reasoning.summary", "tools.web_search"], dropped);
    }

    [Fact]
    public void A_responses_provider_gets_back_what_is_its_own()
    {
        const string request = """
            {"model":"m","instructions":"S","input":[{"type":"message","role":"user","content":"Hi"},{"type":"reasoning","summary":[],"encrypted_content":"gAAA"},
            {"type":"web_search_call","id":"ws_1","status":"completed"},{"type":"message","role":"assistant","content":"A","phase":"commentary"},
            {"type":"item_reference","id":"msg_1"},{"type":"local_shell_call_output","id":"l","output":"x"},{"type":"message","role":"user","content":[
            {"type":"input_text","text":"B","prompt_cache_breakpoint":{}},{"type":"input_video","url":"u"}]}],
            "previous_response_id":"resp_0","conversation":{"id":"conv_1"},"prompt":{"id":"pmpt_1"},"store":true,"truncation":"auto","background":true,
            "tools":[{"type":"web_search"},{"type":"function","name":"f","parameters":{"type":"object"},"strict":true,"defer_loading":true}],
            "tool_choice":{"type":"web_search"},"max_tool_calls":3,"top_logprobs":2,"include":["message.output_text.logprobs"],
            "text":{"format":{"type":"json_object"},"verbosity":"low"},"reasoning":{"effort":"none"}}
            """;
        var (json, dropped) = Request(request, s_responses, s_responses);

        Assert.Empty(dropped);
        AssertSameJson(request, json);
    }

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id")]
    [InlineData("\"conversation\":\"conv_1\"", "conversation")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}", "prompt")]
    [InlineData("\"previous_response_id\":null", null)]
    public void What_the_talk_begins_with_elsewhere_cannot_be_left_out(string member, string? expected)
    {
        foreach (var target in DialectCodecs.All)
        {
            Assert.Equal(target == s_responses ? null : expected, Indispensable($$"""{"input":"Hi",{{member}}}""", target));
        }
    }

    [Fact]
    public void Nor_can_a_piece_of_it_that_is_stored()
    {
        const string request = """{"input":[{"type":"item_reference","id":"msg_1"},{"role":"user","content":"Hi"}]}""";

        Assert.Null(Indispensable(request, s_responses));
        Assert.Equal("input[].item_reference", Indispensable(request, Codecs("anthropic")));
        Assert.Equal("input[].item_reference", Indispensable(request, Codecs("gemini")));
        Assert.Equal("input[].item_reference", Indispensable(request, Codecs("openai-chat")));
    }

    [Theory]
    [InlineData("{\"model\":\"m\"}", "input")]
    [InlineData("{\"input\":[]}", "input")]
    [InlineData("{\"input\":5}", "input")]
    [InlineData("{\"input\":[],\"previous_response_id\":\"r\"}", "input")]
    [InlineData("{\"input\":[{}]}", "input[0].type")]
    [InlineData("{\"input\":[{\"role\":\"judge\",\"content\":\"x\"}]}", "input[0].role")]
    [InlineData("{\"input\":[{\"role\":\"user\"}]}", "input[0].content")]
    [InlineData("{\"input\":[{\"role\":\"user\",\"content\":[{}]}]}", "input[0].content[0].type")]
    [InlineData("{\"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}]}", "input[0].call_id")]
    [InlineData("{\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{}\"}]}", "input[0].name")]
    [InlineData("{\"input\":[{\"type\":\"function_call_output\",\"output\":\"x\"}]}", "input[0].call_id")]
    [InlineData("{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\"}]}", "input[0].output")]
    [InlineData("{\"input\":\"x\",\"instructions\":[]}", "instructions")]
    [InlineData("{\"input\":\"x\",\"tools\":[{}]}", "tools[0].type")]
    [InlineData("{\"input\":\"x\",\"tools\":[{\"type\":\"function\"}]}", "tools[0].name")]
    [InlineData("{\"input\":\"x\",\"tool_choice\":\"maybe\"}", "tool_choice")]
    [InlineData("{\"input\":\"x\",\"tool_choice\":{\"type\":\"function\"}}", "tool_choice.name")]
    [InlineData("{\"input\":\"x\",\"text\":{\"format\":{\"type\":\"xml\"}}}", "text.format")]
    public void What_cannot_be_read_is_told_with_its_place(string request, string where)
    {
        var fault = Fault(request, s_responses);

        Assert.Equal(where, fault.Where);
        Assert.StartsWith("must ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_other_dialect_has_a_word_for_is_told_by_its_name()
    {
        const string request = """
            {"input":[{"role":"user","content":[{"type":"input_text","text":"Hi","weight":1},{"type":"input_video","url":"u"}],"mood":1},
            {"type":"local_shell_call","id":"l","call_id":"c"},{"type":"local_shell_call_output","id":"l","output":"x"},{"role":"user","content":"Go"}],
            "tools":[{"type":"local_shell"},{"type":"function","name":"f","defer_loading":true}],"tool_choice":{"type":"local_shell"},
            "include":["web_search_call.action.sources"],"truncation":"auto","background":true,"max_tool_calls":3,"text":{"tone":1},"reasoning":{"depth":1}}
            """;
        const string expected =
            "weight,content.input_video,mood,content.local_shell_call,content.local_shell_call_output,tools.local_shell,defer_loading,tool_choice,"
            + "include.web_search_call.action.sources,truncation,background,max_tool_calls,text.tone,reasoning.depth";
        foreach (var target in DialectCodecs.All.Where(target => target != s_responses))
        {
            var (_, dropped) = Request(request, s_responses, target);

            Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), dropped.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_is_said_to_be_as_it_is_anyway_is_not_missed()
    {
        var (_, dropped) = Request(
            """{"input":"Hi","store":false,"background":false,"truncation":"disabled","metadata":{},"top_logprobs":0,"include":[],"previous_response_id":null,"user":null}""",
            s_responses,
            Codecs("gemini"));

        Assert.Empty(dropped);
    }

    [Fact]
    public void Instructions_alone_are_input()
    {
        var (json, _) = Request("""{"model":"m","messages":[{"role":"system","content":"S"}],"max_tokens":1}""", Codecs("openai-chat"), s_responses);

        AssertSameJson(
            """{"model":"m","input":[{"type":"message","role":"system","content":"S"}],"store":false,"max_output_tokens":16}""", json);
    }

    [Fact]
    public void A_failed_tool_says_so_and_shows_its_pictures()
    {
        var (json, _) = Request(
            """
            {"max_tokens":99,"messages":[{"role":"user","content":"Go"},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},{"role":"user","content":[
            {"type":"tool_result","tool_use_id":"c","is_error":true,"content":[{"type":"text","text":"Oh"},{"type":"image","source":{"type":"url","url":"https://e.com/a"}}]}]}]}
            """,
            Codecs("anthropic"),
            s_responses);

        AssertSameJson(
            """{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"Error: Oh"},{"type":"input_image","image_url":"https://e.com/a"}]}""",
            JsonNode.Parse(json)!["input"]![2]!.ToJsonString());
    }

    private static string? Indispensable(string request, DialectCodecs target)
    {
        Assert.True(s_responses.Request.TryRead(Encoding.UTF8.GetBytes(request), out var read, out _));
        var dropped = new DroppedFields(s_responses.Request.Fields);
        target.Request.Write(new ArrayBufferWriter<byte>(), read, RequestRules.Default, dropped);
        Assert.True(dropped.Indispensable is null || dropped.Names.Contains(dropped.Indispensable));
        return dropped.Indispensable;
    }
}
