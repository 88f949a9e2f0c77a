using System.Text.Json;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.OpenAiChat.Continuing;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class AnswerPrefillTests
{
    [Theory]
    [InlineData(AssistantPrefill.Partial, """{"role":"assistant","content":"\u0022","partial":true}""", "")]
    [InlineData(AssistantPrefill.Prefix, """{"role":"assistant","content":"\u0022","prefix":true}""", "")]
    [InlineData(AssistantPrefill.ContinueFinalMessage, """{"role":"assistant","content":"\u0022"}""", ""","continue_final_message":true,"add_generation_prompt":false""")]
    [InlineData(AssistantPrefill.Trailing, """{"role":"assistant","content":"\u0022"}""", "")]
    public void Each_way_of_prefilling_ends_the_messages_as_its_providers_want_it(AssistantPrefill way, string message, string flags)
    {
        var request = """ { "messages" : [ {"role":"system","content":"]}"}, {"content":[{"type":"text","text":"x"}],"role":"user"} ] , "x":[{"messages":[]}] } """;
        var expected = $$""" { "messages" : [ {"role":"system","content":"]}"}, {"content":[{"type":"text","text":"x"}],"role":"user"} ,{{message}}]{{flags}} , "x":[{"messages":[]}] } """;
        Assert.Equal(expected.Replace("\\u0022", "\\\"", StringComparison.Ordinal), Apply(request, Begin(Broken(Sent("\\\""), request, way))!.Edits));
    }

    [Fact]
    public void Any_text_becomes_the_content_and_the_caller_s_flags_are_replaced_wherever_they_stand()
    {
        var request = """{"add_generation_prompt":true,"messages":[{"role":"user","content":"x"}],"continue_final_message":null,"continue_final_message":false}""";
        var broken = Broken(Sent("\\\"Grüße\\\"\\\\\\n\\u0000😀\\ud83d\\ude00"), request, AssistantPrefill.ContinueFinalMessage);
        using var body = JsonDocument.Parse(Apply(request, Begin(broken)!.Edits));
        var message = body.RootElement.GetProperty("messages")[1];
        Assert.Equal("assistant", message.GetProperty("role").GetString());
        Assert.Equal("\"Grüße\"\\\n\0😀😀", message.GetProperty("content").GetString());
        Assert.False(body.RootElement.GetProperty("add_generation_prompt").GetBoolean());
        Assert.Equal(["True", "True"], body.RootElement.EnumerateObject().Where(member => member.Name == "continue_final_message").Select(member => member.Value.ToString()));
    }

    [Theory]
    [InlineData(null, 57)]
    [InlineData(100, 57)]
    [InlineData(2, 58)]
    public void The_caller_s_limit_is_lowered_by_what_was_generated_but_never_by_more(int? spent, int left)
    {
        var request = """{"max_tokens":60,"messages":[{"role":"user"}],"max_completion_tokens":60}""";
        var broken = Broken(Sent("A") + Text("B") + Text("C"), request, AssistantPrefill.Partial) with
        {
            Spent = spent is { } output ? new TokenUsage(1, 0, 0, output + 10, 10) : null,
        };
        using var body = JsonDocument.Parse(Apply(request, Begin(broken)!.Edits));
        Assert.Equal(left, body.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.Equal(left, body.RootElement.GetProperty("max_completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("A", """{"messages":[{"role":"user"},{"role":"assistant","content":"x"}]}""")]
    [InlineData("A", """{"messages":[{"role":"user"},{"role":"user","role":"\u0061ssistant"}]}""")]
    [InlineData("A", """{"messages":[{"role":"user"},{"content":"no role"}]}""")]
    [InlineData("A", """{"messages":[{"role":"user"},null]}""")]
    [InlineData("A", """{"messages":[{"role":"user"}],"messages":[{"role":"user"}]}""")]
    [InlineData("A", """{"messages":[{"role":"user"}],"max_tokens":1}""")]
    [InlineData("A", """{"messages":[{"role":"user"}],"response_format":{"type":"json_object"}}""")]
    [InlineData("{} and", """{"messages":[{"role":"user"}],"response_format":{"type":"json_schema"}}""")]
    [InlineData("", Request)]
    [InlineData("A\\ud83d", Request)]
    public void An_answer_that_cannot_be_prefilled_starts_over(string text, string request)
    {
        foreach (var prefill in Enum.GetValues<AssistantPrefill>())
        {
            var continuation = Begin(Broken(Sent(text), request, prefill))!;
            Assert.False(continuation.IsPrefilled);
            Assert.Empty(continuation.Edits);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData(" {\\\"a\\\": [1, \\\"b")]
    [InlineData("{\\\"a\\\": tr")]
    public void The_beginning_of_JSON_is_continued_as_JSON(string text)
    {
        var request = """{"messages":[{"role":"user"}],"response_format":{"type":"json_object"}}""";
        Assert.True(Begin(Broken(Sent(text), request, AssistantPrefill.Partial))!.IsPrefilled);
    }

    [Theory]
    [InlineData("""{"prompt":"Once \"upon\" ","model":"m"}""", true)]
    [InlineData("""{"prompt":["Once"],"model":"m"}""", false)]
    [InlineData("""{"prompt":[1,2,3],"model":"m"}""", false)]
    [InlineData("""{"prompt":"Once","prompt":"Once","model":"m"}""", false)]
    public void A_legacy_prompt_grows_longer(string request, bool prefills)
    {
        var sent = Event("""{"id":"l","object":"text_completion","choices":[{"text":"a \"time\"","index":0,"logprobs":null,"finish_reason":null}]}""");
        foreach (var prefill in Enum.GetValues<AssistantPrefill>())
        {
            var continuation = Begin(Broken(sent, request, prefill, "/v1/completions"))!;
            Assert.Equal(prefills && prefill != AssistantPrefill.None, continuation.IsPrefilled);
            Assert.Equal(
                continuation.IsPrefilled ? request.Replace("\",\"model\"", "a \\\"time\\\"\",\"model\"", StringComparison.Ordinal) : request,
                Apply(request, continuation.Edits));
            var answer = (continuation.IsPrefilled ? "" : Event("""{"id":"z","choices":[{"text":"a \"t","index":0}]}"""))
                + Event($$"""{"id":"z","choices":[{"text":"{{(continuation.IsPrefilled ? "" : "ime\\\"")}}, there","index":0}]}""")
                + Event("""{"id":"z","choices":[{"text":"","index":0,"finish_reason":"length"}]}""") + Done;
            Assert.Equal(
                Event("""{"id":"l","choices":[{"text":", there","index":0}]}""") + Event("""{"id":"l","choices":[{"text":"","index":0,"finish_reason":"length"}]}""") + Done,
                Relay(continuation, answer).Got);
        }
    }
}
