using System.Text;
using AiGateway.Dialects.Providers.Credentials;

namespace AiGateway.Tests.Dialects.Providers.Credentials;

public sealed class AccessTokenTests
{
    [Theory]
    [InlineData("""{"access_token":"ya29.a-B_c","expires_in":3599,"token_type":"Bearer"}""", 3599)]
    [InlineData("""{"access_token":"ya29.a-B_c"}""", 3600)]
    [InlineData("""{"access_token":"ya29.a-B_c","expires_in":1e300}""", 86400)]
    [InlineData("""{"access_token":"ya29.a-B_c","expires_in":"soon"}""", 3600)]
    public void A_token_holds_as_long_as_it_is_said(string answer, int seconds)
    {
        Assert.True(AccessToken.TryRead(Encoding.UTF8.GetBytes(answer), out var token));

        Assert.Equal(("ya29.a-B_c", TimeSpan.FromSeconds(seconds)), (token.Value, token.Lifetime));
        Assert.DoesNotContain("ya29", token.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"id_token":"x"}""")]
    [InlineData("""{"access_token":7}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":"a b"}""")]
    [InlineData("""{"access_token":"a\r\nb"}""")]
    [InlineData("""{"access_token":"a","expires_in":0}""")]
    [InlineData("""{"access_token":"a","expires_in":-1}""")]
    public void What_holds_no_token_is_none(string answer) => Assert.False(AccessToken.TryRead(Encoding.UTF8.GetBytes(answer), out _));
}
