using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class StopAndErrorTests
{
    private static readonly DialectCodecs s_chat = Codecs("openai-chat");
    private static readonly DialectCodecs s_anthropic = Codecs("anthropic");
    private static readonly DialectCodecs s_gemini = Codecs("gemini");

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("pause_turn", "stop")]
    [InlineData("refusal", "content_filter")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("invented", "stop")]
    public void Reasons_of_anthropic_become_those_of_chat(string reason, string expected)
    {
        var answer = $$"""{"id":"i","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"{{reason}}","stop_sequence":null}""";

        Assert.Equal(expected, JsonNode.Parse(Answer(answer, s_anthropic, s_chat))!["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("standard", "default")]
    [InlineData("priority", "priority")]
    [InlineData("batch", null)]
    public void Tiers_of_anthropic_become_those_of_chat(string tier, string? expected)
    {
        var answer = $$$"""{"id":"i","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1,"service_tier":"{{{tier}}}"}}""";

        Assert.Equal(expected, JsonNode.Parse(Answer(answer, s_anthropic, s_chat))!["service_tier"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("IMAGE_PROHIBITED_CONTENT", "content_filter")]
    [InlineData("IMAGE_OTHER", "stop")]
    [InlineData("MALFORMED_FUNCTION_CALL", "stop")]
    [InlineData("INVENTED", "stop")]
    public void Reasons_of_gemini_become_those_of_chat(string reason, string expected)
    {
        var answer = $$"""{"candidates":[{"content":{},"finishReason":"{{reason}}"}]}""";

        Assert.Equal(expected, JsonNode.Parse(Answer(answer, s_gemini, s_chat))!["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public void A_prompt_that_gemini_refuses_is_an_answer_that_was_filtered()
    {
        const string blocked = """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":3},"modelVersion":"m","responseId":"r"}""";

        Assert.Equal("content_filter", JsonNode.Parse(Answer(blocked, s_gemini, s_chat))!["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Contains("\"stop_reason\":\"refusal\"", Stream($"data: {blocked}\r\n\r\n", s_gemini, s_anthropic), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "Bad", 400, "invalid_request_error", "bad_request", "INVALID_ARGUMENT")]
    [InlineData(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", 401, "authentication_error", "invalid_api_key", "UNAUTHENTICATED")]
    [InlineData(400, "INVALID_ARGUMENT", "The input token count (9) exceeds the maximum number of tokens allowed (8).", 400, "invalid_request_error", "context_length_exceeded", "INVALID_ARGUMENT")]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Slow", 429, "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED")]
    [InlineData(0, "UNAVAILABLE", "Busy", 503, "api_response_error", "overloaded", "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED", "Late", 504, "api_response_error", "upstream_timeout", "DEADLINE_EXCEEDED")]
    public void Errors_of_gemini_are_read_and_written(int status, string word, string message, int expectedStatus, string type, string code, string written)
    {
        var body = Encoding.UTF8.GetBytes($$$"""[{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{word}}}"}}]""");
        var error = s_gemini.Error.Read(status, ErrorFacts.Read(new ReadOnlySequence<byte>(body)), "mine");
        var output = new ArrayBufferWriter<byte>();
        s_gemini.Error.Write(output, error);

        Assert.Equal((expectedStatus, type, code, message), (error.Status, error.Type, error.Code, error.Message));
        AssertSameJson($$$"""{"error":{"code":{{{expectedStatus}}},"message":"{{{message}}}","status":"{{{written}}}"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("stop", "", "end_turn")]
    [InlineData("length", "", "max_tokens")]
    [InlineData("tool_calls", "", "tool_use")]
    [InlineData("function_call", "", "tool_use")]
    [InlineData("content_filter", "", "refusal")]
    [InlineData("sensitive", "", "refusal")]
    [InlineData("eos", "", "end_turn")]
    [InlineData("model_length", "", "model_context_window_exceeded")]
    [InlineData("stop", ",\"stop_reason\":\"END\"", "stop_sequence")]
    [InlineData("stop", ",\"stop_reason\":151643", "end_turn")]
    public void Reasons_of_chat_become_those_of_anthropic(string reason, string more, string expected)
    {
        var answer = $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"{{reason}}"{{more}}}]}""";

        Assert.Equal(expected, JsonNode.Parse(Answer(answer, s_chat, s_anthropic))!["stop_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "Bad", 400, "invalid_request_error", "bad_request")]
    [InlineData(400, "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum", 400, "invalid_request_error", "context_length_exceeded")]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low", 429, "invalid_request_error", "insufficient_quota")]
    [InlineData(401, "authentication_error", "No", 401, "authentication_error", "invalid_api_key")]
    [InlineData(402, "billing_error", "Pay", 429, "invalid_request_error", "insufficient_quota")]
    [InlineData(404, "not_found_error", "model", 404, "invalid_request_error", "model_not_found")]
    [InlineData(429, "rate_limit_error", "Slow", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(529, "overloaded_error", "Busy", 503, "api_response_error", "overloaded")]
    [InlineData(529, "unheard_of", "Busy", 503, "api_response_error", "overloaded")]
    [InlineData(429, "invalid_request_error", "Slow", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(503, "api_error", "Down", 503, "api_response_error", "overloaded")]
    [InlineData(0, "overloaded_error", "Busy", 503, "api_response_error", "overloaded")]
    [InlineData(0, "unheard_of", "Oh", 502, "api_response_error", "response_error")]
    public void Errors_of_anthropic_are_put_into_the_words_of_the_contract(int status, string type, string message, int expectedStatus, string expectedType, string code)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"r"}""");
        var error = s_anthropic.Error.Read(status, ErrorFacts.Read(new ReadOnlySequence<byte>(body)), "mine");

        Assert.Equal((expectedStatus, expectedType, code, message), (error.Status, error.Type, error.Code, error.Message));
        Assert.Equal("mine", error.RequestId);
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    public void Errors_of_chat_are_told_to_a_caller_that_speaks_anthropic(int status, string type)
    {
        var body = Encoding.UTF8.GetBytes("""{"error":{"message":"Why \"so\"","type":"x","param":null,"code":null}}""");
        var error = s_chat.Error.Read(status, ErrorFacts.Read(new ReadOnlySequence<byte>(body)), "mine");
        var output = new ArrayBufferWriter<byte>();
        s_anthropic.Error.WriteEvent(output, error);

        Assert.Equal(
            $$$"""event: error{{{"\n"}}}data: {"type":"error","error":{"type":"{{{type}}}","message":"Why \"so\""},"request_id":"mine"}{{{"\n\n"}}}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("Your input exceeds the context window of this model.", "prompt is too long: Your input exceeds the context window of this model.")]
    [InlineData("Prompt is too long: 9 > 8", "Prompt is too long: 9 > 8")]
    [InlineData("input length and `max_tokens` exceed context limit: 5 + 4 > 8", "input length and `max_tokens` exceed context limit: 5 + 4 > 8")]
    public void A_caller_that_speaks_anthropic_knows_by_the_words_that_a_request_is_too_long(string message, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        s_anthropic.Error.Write(output, new AiGateway.Dialects.ErrorDetail(400, "invalid_request_error", "context_length_exceeded", message, null, "r"));

        Assert.Equal(expected, (string?)JsonNode.Parse(output.WrittenSpan)!["error"]!["message"]);
    }

    [Theory]
    [InlineData("openai-chat", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\ndata: {\"error\":{\"message\":\"Oh\",\"code\":429}}\n\n")]
    [InlineData("openai-chat", "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"429\",\"message\":\"Oh\",\"request_id\":\"b2\"}\n\n")]
    [InlineData("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Oh\"}}\n\n")]
    public void An_error_inside_a_stream_is_known_and_ends_it(string dialect, string stream)
    {
        var reader = Codecs(dialect).Stream.OpenReader();
        using var writer = s_anthropic.Stream.OpenWriter(Context);
        var last = EventFeed.Frame(Encoding.UTF8.GetBytes(stream), [7]).Select(bytes => reader.Read(bytes, writer)).Last();

        Assert.Equal(AiGateway.Dialects.EventKind.Error, last);
        Assert.False(reader.Finish(writer));
        Assert.Equal((429, "Oh"), (Codecs(dialect).Error.Read(0, reader.Error, "r").Status, reader.Error.Message));
    }

    [Theory]
    [InlineData("openai-chat", "[]", null)]
    [InlineData("openai-chat", "{\"messages\":[]}", "messages")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"judge\",\"content\":\"x\"}]}", "messages[0].role")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\"}]}", "messages[0].content")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":[{}]}]}", "messages[0].content[0].type")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}", "messages[0].tool_call_id")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":\"maybe\"}", "tool_choice")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{}]}", "tools[0]")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":{\"type\":\"xml\"}}", "response_format")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"0.5\"}", "temperature")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1.5}", "max_tokens")]
    [InlineData("openai-chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":[2]}", "n")]
    [InlineData("openai-responses", "{\"input\":\"x\",\"max_output_tokens\":\"many\"}", "max_output_tokens")]
    [InlineData("openai-responses", "{\"input\":\"x\",\"top_p\":true}", "top_p")]
    [InlineData("anthropic", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":\"100\"}", "max_tokens")]
    [InlineData("gemini", "{\"contents\":[]}", "contents")]
    [InlineData("gemini", "{\"contents\":[{\"role\":\"assistant\",\"parts\":[]}]}", "contents[0].role")]
    [InlineData("gemini", "{\"contents\":[{\"role\":\"user\"}]}", "contents[0].parts")]
    [InlineData("gemini", "{\"contents\":[{\"parts\":[]}],\"tools\":[{\"functionDeclarations\":[{}]}]}", "tools[0].functionDeclarations")]
    [InlineData("anthropic", "{\"messages\":[]}", "messages")]
    [InlineData("anthropic", "{\"messages\":[{\"role\":\"user\"}]}", "messages[0].content")]
    [InlineData("anthropic", "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}", "messages[0].role")]
    [InlineData("anthropic", "{\"system\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "system")]
    [InlineData("anthropic", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{}]}", "tools[0].name")]
    [InlineData("anthropic", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":{\"type\":\"tool\"}}", "tool_choice")]
    public void What_cannot_be_read_is_told_with_its_place(string dialect, string request, string? where)
    {
        var fault = Fault(request, Codecs(dialect));

        Assert.Equal(where, fault.Where);
        Assert.StartsWith("must ", fault.Message, StringComparison.Ordinal);
    }
}
