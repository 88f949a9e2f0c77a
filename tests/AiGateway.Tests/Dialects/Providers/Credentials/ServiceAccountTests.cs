using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Providers.Credentials;

namespace AiGateway.Tests.Dialects.Providers.Credentials;

public sealed class ServiceAccountTests
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    [Fact]
    public void A_statement_says_who_asks_for_what_and_is_signed()
    {
        Assert.True(CloudAccount.TryRead(AccountFile.Text(), out var account, out _));

        var form = Encoding.ASCII.GetString(account.NewRequest(Scope, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)));

        const string Start = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
        Assert.StartsWith(Start, form);
        var parts = form[Start.Length..].Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", Decode(parts[0]));
        var claims = JsonNode.Parse(Decode(parts[1]))!;
        Assert.Equal("gateway@my-project-1.iam.gserviceaccount.com", (string?)claims["iss"]);
        Assert.Equal(Scope, (string?)claims["scope"]);
        Assert.Equal("https://oauth2.googleapis.com/token", (string?)claims["aud"]);
        Assert.Equal((1_800_000_000L, 1_800_003_600L), ((long)claims["iat"]!, (long)claims["exp"]!));
        Assert.True(AccountFile.Key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("my-project-1", account.Project);
    }

    [Fact]
    public void What_a_file_need_not_say_may_be_missing()
    {
        Assert.True(CloudAccount.TryRead(AccountFile.Text(("project_id", null), ("private_key_id", null), ("token_uri", "http://127.0.0.1:1/token")), out var account, out _));

        Assert.Null(account.Project);
        Assert.Equal("http://127.0.0.1:1/token", account.TokenUrl.OriginalString);
    }

    [Theory]
    [InlineData("type", "external_account", "is for no account that can be used: its type is \"external_account\", neither \"service_account\" nor \"authorized_user\"")]
    [InlineData("type", null, "is for no account that can be used: its type is missing, neither \"service_account\" nor \"authorized_user\"")]
    [InlineData("client_email", null, "has no client_email")]
    [InlineData("client_email", "", "has no client_email")]
    [InlineData("token_uri", null, "has a token_uri that is no https URL")]
    [InlineData("token_uri", "http://example.com/token", "has a token_uri that is no https URL")]
    [InlineData("token_uri", "file:///etc/passwd", "has a token_uri that is no https URL")]
    [InlineData("private_key", null, "has a private_key that is no RSA key in PEM of 2048 bits or more")]
    [InlineData("private_key", "m4rk", "has a private_key that is no RSA key in PEM of 2048 bits or more")]
    public void What_is_wrong_with_a_file_is_told_without_its_secrets(string member, string? value, string expected)
    {
        Assert.False(CloudAccount.TryRead(AccountFile.Text((member, value)), out _, out var problem));

        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_short_key_and_a_public_one_are_refused()
    {
        using var small = RSA.Create(1024);

        Assert.All([small.ExportPkcs8PrivateKeyPem(), AccountFile.Key.ExportSubjectPublicKeyInfoPem()], pem =>
        {
            Assert.False(CloudAccount.TryRead(AccountFile.Text(("private_key", pem)), out _, out var problem));
            Assert.Equal("has a private_key that is no RSA key in PEM of 2048 bits or more", problem);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("m4rk")]
    [InlineData("[]")]
    [InlineData("{\"type\":1}")]
    public void What_is_no_such_file_is_told(string text)
    {
        Assert.False(CloudAccount.TryRead(text, out _, out var problem));
        Assert.DoesNotContain("m4rk", problem);
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
