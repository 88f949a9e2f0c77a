using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesAnswerTests
{
    private static readonly DialectCodecs s_responses = Codecs("openai-responses");

    [Theory]
    [InlineData("""{"status":"failed","output":[],"error":{"code":"server_error","message":"Oh"}}""")]
    [InlineData("""{"status":"completed","output":[],"error":{"code":"server_error","message":"Oh"}}""")]
    [InlineData("""{"error":{"message":"Oh"}}""")]
    [InlineData("""{"output":"Hi"}""")]
    [InlineData("[]")]
    public void What_has_failed_is_no_answer(string body) => Assert.False(s_responses.Answer.TryRead(Encoding.UTF8.GetBytes(body), out _));

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public void Reasoning_of_which_nothing_is_told_is_not_told(string caller)
    {
        const string answer = """{"id":"r","status":"completed","output":[{"type":"reasoning","id":"rs","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]}""";

        Assert.DoesNotContain("\"\"", Answer(answer, s_responses, Codecs(caller)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chatcmpl-1", "resp_chatcmpl-1")]
    [InlineData("resp_1", "resp_1")]
    [InlineData("", "resp_fallback")]
    [InlineData("a b", "resp_fallback")]
    [InlineData("\\u0061", "resp_fallback")]
    public void An_id_is_one_of_a_response(string id, string expected)
    {
        var answer = $$$"""{"id":"{{{id}}}","choices":[{"message":{"content":"Hi","reasoning_content":"Hm","tool_calls":[{"function":{"name":"f"}}]}}]}""";
        var written = JsonNode.Parse(Answer(answer, Codecs("openai-chat"), s_responses))!;
        var rest = expected["resp_".Length..];

        Assert.Equal(expected, written["id"]!.GetValue<string>());
        Assert.Equal([$"rs_{rest}_0", $"msg_{rest}_1", $"fc_{rest}_2"], written["output"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
        Assert.NotEmpty(written["output"]![2]!["call_id"]!.GetValue<string>());
    }

    [Fact]
    public void Members_that_clients_count_on_are_there_whatever_is_known()
    {
        var written = JsonNode.Parse(Answer("""{"choices":[]}""", Codecs("openai-chat"), s_responses))!.AsObject();

        foreach (var name in new[]
        {
            "id", "object", "created_at", "status", "error", "incomplete_details", "instructions", "metadata", "model", "output", "parallel_tool_calls",
            "temperature", "tool_choice", "tools", "top_p", "text", "reasoning", "usage",
        })
        {
            Assert.True(written.ContainsKey(name), name);
        }
    }

    [Fact]
    public void Tools_of_its_own_at_work_stay_where_they_are_and_reach_no_one_else()
    {
        const string answer = """
            {"id":"resp_1","output":[{"id":"ws_1","type":"web_search_call","status":"completed"},{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]}
            """;

        Assert.Equal("ws_1", JsonNode.Parse(Answer(answer, s_responses, s_responses))!["output"]![0]!["id"]!.GetValue<string>());
        foreach (var target in DialectCodecs.All.Where(target => target != s_responses))
        {
            Assert.DoesNotContain("web_search", Answer(answer, s_responses, target), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Errors_are_written_as_openai_does_and_read_with_their_status()
    {
        var error = s_responses.Error.Read(
            429, ErrorFacts.Read(new ReadOnlySequence<byte>("""{"error":{"message":"Slow","type":"tokens","param":null,"code":"rate_limit_exceeded"}}"""u8.ToArray())), "r");
        var output = new ArrayBufferWriter<byte>();
        s_responses.Error.Write(output, error);

        AssertSameJson(
            """{"error":{"message":"Slow","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
