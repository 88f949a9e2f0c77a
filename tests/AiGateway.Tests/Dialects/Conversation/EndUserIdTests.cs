using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class EndUserIdTests
{
    [Theory]
    [InlineData("")]
    [InlineData("user-1")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("ü123456789012345678901234567890123456789012345678901234567890123")]
    public void A_name_of_at_most_64_characters_stays(string name) => Assert.Equal(name, EndUserId.Shorten(JsonString.Of(name)).ToString());

    [Theory]
    [InlineData("openai-chat", "safety_identifier")]
    [InlineData("openai-responses", "safety_identifier")]
    public void A_longer_one_arrives_as_its_digest(string target, string member)
    {
        var name = "user_" + new string('a', 120);

        var (json, dropped) = Translating.Request(
            $$$"""{"model":"m","max_tokens":10,"metadata":{"user_id":"{{{name}}}"},"messages":[{"role":"user","content":"Hi"}]}""",
            DialectCodecs.Anthropic, Translating.Codecs(target));

        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        Assert.Contains($"\"{member}\":\"{digest}\"", json, StringComparison.Ordinal);
        Assert.Empty(dropped);
    }
}
