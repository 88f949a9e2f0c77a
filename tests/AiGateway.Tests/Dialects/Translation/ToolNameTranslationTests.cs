using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Translation;

public sealed class ToolNameTranslationTests
{
    // As Claude Code names those of a plugin's server.
    private const string Long = "mcp__plugin_chrome-devtools-mcp_chrome-devtools__get_console_message";

    private const string Request =
        $$$"""
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Go"},
         {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"{{{Long}}}","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"x"}]}],
         "tools":[{"name":"{{{Long}}}","input_schema":{"type":"object"}},{"name":"short","input_schema":{"type":"object"}}],
         "tool_choice":{"type":"tool","name":"{{{Long}}}"}}
        """;

    [Fact]
    public void A_name_that_is_too_long_is_shortened_wherever_it_stands()
    {
        using var translator = Operations.Translate("messages", "chat_completions", Request);
        var sent = JsonNode.Parse(translator.Request())!;
        var told = ToldIn(sent);

        Assert.Equal(64, told.Length);
        Assert.StartsWith("mcp__plugin_chrome-devtools-mcp_chrome-devtools__", told, StringComparison.Ordinal);
        Assert.Equal(told, (string?)sent["messages"]![1]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal(told, (string?)sent["tool_choice"]!["function"]!["name"]);
        Assert.Equal("short", (string?)sent["tools"]![1]!["function"]!["name"]);
        Assert.Empty(translator.Dropped);
    }

    [Fact]
    public void The_caller_is_told_of_calls_by_his_own_names()
    {
        using var translator = Operations.Translate("messages", "chat_completions", Request);
        var told = ToldIn(JsonNode.Parse(translator.Request())!);

        var answer = JsonNode.Parse(translator.Answer($$$"""
            {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[
              {"id":"b","type":"function","function":{"name":"{{{told}}}","arguments":"{}"}},{"id":"c","type":"function","function":{"name":"short","arguments":"{}"}}]}}]}
            """)!)!;

        Assert.Equal([Long, "short"], answer["content"]!.AsArray().Select(block => (string?)block!["name"]));
    }

    [Fact]
    public void In_streams_too()
    {
        using var translator = Operations.Translate("messages", "chat_completions", Request);
        var told = ToldIn(JsonNode.Parse(translator.Request())!);
        var chunk = Encoding.UTF8.GetBytes(
            $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"tool_calls\":[{{\"index\":0,\"id\":\"b\",\"function\":{{\"name\":\"{told}\",\"arguments\":\"{{}}\"}}}}]}}}}]}}\n\n");

        Assert.Contains($"\"name\":\"{Long}\"", Told(translator.OpenStream()!), StringComparison.Ordinal);
        var gathered = new ArrayBufferWriter<byte>();
        var gathering = translator.OpenGathering()!;
        gathering.Read(chunk);
        gathering.Write(gathered);
        Assert.Contains($"\"name\":\"{Long}\"", Encoding.UTF8.GetString(gathered.WrittenSpan), StringComparison.Ordinal);

        string Told(AiGateway.Dialects.StreamRewrite rewrite)
        {
            var output = new ArrayBufferWriter<byte>();
            rewrite.Read(chunk);
            rewrite.Write(output);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
    }

    [Theory]
    [InlineData("openai-chat", "notion.search", "notion_search")]
    [InlineData("anthropic", "notion.search", "notion_search")]
    [InlineData("gemini", "notion.search", "notion.search")]
    [InlineData("gemini", "3d", "_3d")]
    [InlineData("openai-chat", "天", "___")]
    [InlineData("anthropic", Long, Long)]
    public void Each_dialect_has_letters_of_its_own(string target, string name, string told)
    {
        var text = Conversation.Translating.Text(name);
        var request = new ConversationRequest { Tools = [new FunctionTool(text, default, default)] };

        var names = ToolNames.For(request, Conversation.Translating.Codecs(target).Request.Family);

        Assert.Equal(name == told, names is null);
        Assert.Equal(told, Assert.IsType<FunctionTool>((names?.Tell(request) ?? request).Tools[0]).Name.ToString());
        Assert.Equal(name, names?.MeantBy(Conversation.Translating.Text(told)).ToString() ?? name);
    }

    [Fact]
    public void Names_that_become_alike_stay_apart()
    {
        var request = new ConversationRequest
        {
            Tools = [.. new[] { "a.b", "a_b", "a b" }.Select(name => new FunctionTool(Conversation.Translating.Text(name), default, default))],
        };

        var names = ToolNames.For(request, DialectFamily.OpenAi)!;
        var told = names.Tell(request).Tools.Select(tool => ((FunctionTool)tool).Name).ToList();

        Assert.Equal(3, told.Select(name => name.ToString()).Distinct().Count());
        Assert.Equal("a_b", told[1].ToString());
        Assert.Equal(["a.b", "a_b", "a b"], told.Select(name => names.MeantBy(name).ToString()));
    }

    private static string ToldIn(JsonNode request) => (string)request["tools"]![0]!["function"]!["name"]!;
}
