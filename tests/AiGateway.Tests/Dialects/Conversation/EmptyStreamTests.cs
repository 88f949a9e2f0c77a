using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class EmptyStreamTests
{
    [Theory]
    [InlineData("anthropic", "message_start", "message_stop")]
    [InlineData("openai-responses", "response.created", "response.completed")]
    [InlineData("gemini", "\"responseId\":\"fallback\"", "\"modelVersion\":\"fallback-model\"")]
    public void A_stream_of_nothing_but_its_end_has_a_beginning_in_other_dialects(string dialect, string beginning, string end)
    {
        var stream = Stream("data: [DONE]\n\n", DialectCodecs.Chat, Codecs(dialect));

        Assert.Contains(beginning, stream, StringComparison.Ordinal);
        Assert.Contains(end, stream, StringComparison.Ordinal);
        Assert.DoesNotContain("BROKEN", stream, StringComparison.Ordinal);
    }
}
