using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiLogprobsTests
{
    private const string OfGemini =
        """
        {"topCandidates":[{"candidates":[{"token":"Hé","logProbability":-0.5},{"token":"Ho","logProbability":-1}]},{"candidates":[]}],"chosenCandidates":[{"token":"Hé","logProbability":-0.5},{"token":"!","logProbability":0}]}
        """;

    private const string OfChat =
        """
        {"content":[{"token":"Hé","logprob":-0.5,"bytes":[72,195,169],"top_logprobs":[{"token":"Hé","logprob":-0.5,"bytes":[72,195,169]},{"token":"Ho","logprob":-1,"bytes":[72,111]}]},{"token":"!","logprob":0,"bytes":[33],"top_logprobs":[]}],"refusal":null}
        """;

    private static readonly string s_gemini =
        $$$"""{"candidates":[{"content":{"parts":[{"text":"Hé!"}],"role":"model"},"finishReason":"STOP","index":0,"logprobsResult":{{{OfGemini.Trim()}}}}]}""";

    private static readonly string s_chat =
        $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hé!"},"logprobs":{{{OfChat.Trim()}}},"finish_reason":"stop"}]}""";

    [Fact]
    public void Chosen_tokens_and_those_that_might_have_been_are_one_list_in_chat() =>
        Assert.Contains($"\"logprobs\":{OfChat.Trim()}", Answer(s_gemini, DialectCodecs.Gemini, DialectCodecs.Chat), StringComparison.Ordinal);

    [Fact]
    public void The_one_list_of_chat_is_two_in_gemini() =>
        Assert.Contains($"\"logprobsResult\":{OfGemini.Trim()}", Answer(s_chat, DialectCodecs.Chat, DialectCodecs.Gemini), StringComparison.Ordinal);

    [Fact]
    public void Streams_tell_them_with_the_text_that_they_belong_to()
    {
        var chunk = $$$"""{"choices":[{"index":0,"delta":{"content":"Hé!"},"logprobs":{{{OfChat.Trim()}}}}]}""";

        var gemini = Stream($"data: {chunk}\n\ndata: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}\n\n", DialectCodecs.Chat, DialectCodecs.Gemini);
        var chat = Stream($"data: {s_gemini}\r\n\r\n", DialectCodecs.Gemini, DialectCodecs.Chat);

        Assert.Contains($"\"text\":\"Hé!\"}}],\"role\":\"model\"}},\"index\":0,\"logprobsResult\":{OfGemini.Trim()}", gemini, StringComparison.Ordinal);
        Assert.Contains($"\"content\":\"Hé!\"}},\"logprobs\":{OfChat.Trim()}", chat, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_list_of_tokens_costs_the_answer_nothing()
    {
        var broken = s_chat.Replace(OfChat.Trim(), """{"\ud800":1,"content":[{"\ud800":1}]}""", StringComparison.Ordinal);

        Assert.DoesNotContain("logprobsResult", Answer(broken, DialectCodecs.Chat, DialectCodecs.Gemini), StringComparison.Ordinal);
    }
}
