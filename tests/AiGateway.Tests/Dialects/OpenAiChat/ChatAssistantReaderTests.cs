using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatAssistantReaderTests
{
    [Fact]
    public void The_thought_that_a_stream_tells_apart_from_its_signature_is_put_together_again()
    {
        var (json, _) = Request(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":"Hello","reasoning_content":"Greet.","thinking_blocks":[{"type":"thinking","thinking":"","signature":"S"}]},
             {"role":"user","content":"Again"}]}
            """,
            DialectCodecs.Chat,
            DialectCodecs.Anthropic);

        Assert.Contains("""{"type":"thinking","thinking":"Greet.","signature":"S"}""", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "tool_use")]
    [InlineData(",\"finish_reason\":null", "tool_use")]
    [InlineData(",\"finish_reason\":\"\"", "tool_use")]
    [InlineData(",\"finish_reason\":\"length\"", "max_tokens")]
    public void An_answer_that_does_not_say_why_it_ends_but_calls_a_tool_ends_for_that(string reason, string expected)
    {
        var answer = $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}{{{reason}}}}]}""";

        Assert.Contains($"\"stop_reason\":\"{expected}\"", Answer(answer, DialectCodecs.Chat, DialectCodecs.Anthropic), StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_that_has_failed_makes_no_answer()
    {
        var answer = """{"id":"g","choices":[{"error":{"code":429,"message":"Slow down"},"finish_reason":"error","message":{"role":"assistant","content":""}}]}"""u8.ToArray();
        var facts = ErrorFacts.Read(new System.Buffers.ReadOnlySequence<byte>(answer));

        Assert.False(DialectCodecs.Chat.Answer.TryRead(answer, out _));
        Assert.Equal(("429", "Slow down"), (facts.Code, facts.Message));
    }
}
