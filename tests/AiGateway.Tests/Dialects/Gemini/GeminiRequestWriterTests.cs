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
}
