using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiChat;

/// <summary>Callers who speak Chat as it was before there were tools.</summary>
public sealed class OldFunctionTests
{
    private const string Old = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"functions":[{"name":"f","parameters":{"type":"object"}}]}""";
    private const string New = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""";

    private const string Answered = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"So"},{"type":"tool_use","id":"toolu_1","name":"f","input":{"x":1}},
        {"type":"tool_use","id":"toolu_2","name":"f","input":{"x":2}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
        """;

    [Fact]
    public void They_are_answered_with_one_function_call()
    {
        var choice = JsonNode.Parse(Whole(Old))!["choices"]![0]!;

        AssertSameJson("""{"name":"f","arguments":"{\"x\":1}"}""", choice["message"]!["function_call"]!.ToJsonString());
        Assert.Null(choice["message"]!["tool_calls"]);
        Assert.Equal("function_call", choice["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public void They_are_streamed_one_function_call()
    {
        var choices = Streamed(Old);
        var calls = choices.Select(choice => choice["delta"]!["function_call"]).OfType<JsonNode>().ToList();

        Assert.Equal("f", calls[0]["name"]!.GetValue<string>());
        Assert.All(calls.Skip(1), call => Assert.Null(call["name"]));
        Assert.Equal("""{"x":1}""", string.Concat(calls.Select(call => call["arguments"]!.GetValue<string>())));
        Assert.All(choices, choice => Assert.Null(choice["delta"]!["tool_calls"]));
        Assert.Equal("function_call", choices[^1]["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public void All_others_get_tool_calls()
    {
        Assert.Equal("tool_calls", JsonNode.Parse(Whole(New))!["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal("tool_calls", Streamed(New)[^1]["finish_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("anthropic", "disable_parallel_tool_use\":true")]
    [InlineData("openai-responses", "parallel_tool_calls\":false")]
    [InlineData("gemini", "functionDeclarations")]
    public void The_target_is_asked_for_one_call_at_a_time_and_they_are_not_told_of_it(string to, string part)
    {
        var (json, dropped) = Request(Old, Codecs("openai-chat"), Codecs(to));

        Assert.Contains(part, json, StringComparison.Ordinal);
        Assert.Empty(dropped);
    }

    private static AnswerContext ContextOf(string request)
    {
        Assert.True(Codecs("openai-chat").Request.TryRead(Encoding.UTF8.GetBytes(request), out var read, out _));
        return Context with { Request = read };
    }

    private static ConversationAnswer Read()
    {
        Assert.True(Codecs("anthropic").Answer.TryRead(Encoding.UTF8.GetBytes(Answered), out var answer));
        return answer;
    }

    private static string Whole(string request)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Codecs("openai-chat").Answer.Write(output, Read(), ContextOf(request));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static List<JsonNode> Streamed(string request)
    {
        using var writer = Codecs("openai-chat").Stream.OpenWriter(ContextOf(request));
        AnswerTelling.Tell(Read(), writer);
        return
        [
            .. Encoding.UTF8.GetString(writer.Output.WrittenSpan).Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .SelectMany(line => JsonNode.Parse(line[6..])!["choices"]!.AsArray()).Select(choice => choice!),
        ];
    }
}
