using System.Text;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Tests.Dialects.OpenAi;

public sealed class ErrorMessageTests
{
    [Theory]
    [InlineData("""{"error":{"message":"too busy","code":503}}""", "too busy")]
    [InlineData("""{"id":"x","error":{"code":null,"message":"m"},"request_id":"r"}""", "m")]
    [InlineData("""{"error":"just words"}""", "just words")]
    [InlineData("""{"code":"Throttling","message":"slow down","request_id":"r"}""", "slow down")]
    [InlineData("""{"message":"outer","error":{"code":"c"}}""", "outer")]
    [InlineData("""{"error":{"message":{"deep":1}}}""", null)]
    [InlineData("""{"error":42}""", null)]
    [InlineData("""{"message":"\ud800"}""", null)]
    [InlineData("""["message"]""", null)]
    [InlineData("""{"message":"cut of""", null)]
    [InlineData("", null)]
    public void The_words_are_found_in_every_shape(string json, string? expected) => Assert.Equal(expected, ErrorMessage.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Long_words_are_cut() =>
        Assert.Equal(500, ErrorMessage.Read(Encoding.UTF8.GetBytes($$"""{"message":"{{new string('a', 10_000)}}"}"""))!.Length);
}
