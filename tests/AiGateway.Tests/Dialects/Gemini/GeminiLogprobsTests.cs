using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiLogprobsTests
{
    private const string Gemini = """{"topCandidates":[{"candidates":[{"token":"Hi","logProbability":-0.5},{"token":"Ho","logProbability":-1}]},{"candidates":[]}],"chosenCandidates":[{"token":"Hi","logProbability":-0.5},{"token":"!","logProbability":-2}]}""";
    private const string Chat = """{"content":[{"token":"Hi","logprob":-0.5,"bytes":null,"top_logprobs":[{"token":"Hi","logprob":-0.5,"bytes":null},{"token":"Ho","logprob":-1,"bytes":null}]},{"token":"!","logprob":-2,"bytes":null,"top_logprobs":[]}],"refusal":null}""";

    private static readonly DialectCodecs s_chat = Translating.Codecs("openai-chat");
    private static readonly DialectCodecs s_gemini = Translating.Codecs("gemini");

    [Fact]
    public void They_are_read_and_written_in_whole_answers()
    {
        const string gemini = $$"""{"candidates":[{"content":{"parts":[{"text":"Hi!"}],"role":"model"},"finishReason":"STOP","logprobsResult":{{Gemini}},"index":0}],"usageMetadata":{},"modelVersion":"m","responseId":"r"}""";
        const string chat = $$"""{"id":"r","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi!"},"logprobs":{{Chat}},"finish_reason":"stop"}]}""";

        Assert.Contains($"\"logprobs\":{Chat}", Translating.Answer(gemini, s_gemini, s_chat), StringComparison.Ordinal);
        Assert.Contains($"\"logprobsResult\":{Gemini}", Translating.Answer(chat, s_chat, s_gemini), StringComparison.Ordinal);
    }

    [Fact]
    public void They_stand_by_the_words_that_they_are_about_in_streams()
    {
        const string gemini = $$"""data: {"candidates":[{"content":{"parts":[{"text":"Hi!"}],"role":"model"},"logprobsResult":{{Gemini}},"finishReason":"STOP","index":0}],"modelVersion":"m","responseId":"r"}""" + "\r\n\r\n";
        const string chat = $$"""data: {"id":"r","model":"m","choices":[{"index":0,"delta":{"content":"Hi!"},"logprobs":{{Chat}},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

        Assert.Contains($$"""{"content":"Hi!"},"logprobs":{{Chat}}""", Translating.Stream(gemini, s_gemini, s_chat), StringComparison.Ordinal);
        Assert.Contains($$"""[{"text":"Hi!"}],"role":"model"},"logprobsResult":{{Gemini}}""", Translating.Stream(chat, s_chat, s_gemini), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"chosenCandidates":[{"token":1,"logProbability":"x"},7]}""")]
    [InlineData("""{"chosenCandidates":[],"topCandidates":{}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_none_does_no_harm(string result)
    {
        var answer = Translating.Answer($$"""{"candidates":[{"content":{"parts":[{"text":"x"}]},"logprobsResult":{{result}}}]}""", s_gemini, s_chat);

        Assert.True(s_chat.Answer.TryRead(Encoding.UTF8.GetBytes(answer), out _), answer);
    }
}
