using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiRequestWriterTests
{
    [Theory]
    [InlineData("2147483647", true)]
    [InlineData("-2147483648", true)]
    [InlineData("2147483648", false)]
    [InlineData("-9007199254740993", false)]
    public void A_seed_of_more_bits_than_gemini_takes_is_told_and_not_sent(string seed, bool isTaken)
    {
        var request = $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":{{seed}}}""";
        var (json, dropped) = Request(request, DialectCodecs.Chat, DialectCodecs.Gemini);

        Assert.Equal(isTaken, json.Contains($"\"seed\":{seed}", StringComparison.Ordinal));
        Assert.Equal(isTaken ? [] : ["seed"], dropped);
    }

    [Fact]
    public void Penalties_that_are_none_are_not_spoken_of()
    {
        var request = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"frequency_penalty":0,"presence_penalty":0.5}""";
        var (json, _) = Request(request, DialectCodecs.Chat, DialectCodecs.Gemini);

        Assert.DoesNotContain("frequencyPenalty", json, StringComparison.Ordinal);
        Assert.Contains("\"presencePenalty\":0.5", json, StringComparison.Ordinal);
    }
}
