using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Providers.Credentials;

namespace AiGateway.Tests.Dialects.Providers.Credentials;

public sealed class UserAccountTests
{
    [Fact]
    public void Its_refresh_token_is_what_tokens_are_had_for()
    {
        Assert.True(CloudAccount.TryRead(FileWith(), out var account, out _));

        var form = Encoding.ASCII.GetString(account.NewRequest("https://www.googleapis.com/auth/cloud-platform", DateTimeOffset.UnixEpoch));

        Assert.Equal("grant_type=refresh_token&client_id=id-1.apps.googleusercontent.com&client_secret=s%2Bcret&refresh_token=1%2F%2Frefresh", form);
        Assert.Equal("https://oauth2.googleapis.com/token", account.TokenUrl.OriginalString);
        Assert.Equal(("my-project-1", "my-project-1"), (account.Project, account.PayingProject));
    }

    [Fact]
    public void What_a_file_need_not_say_may_be_missing()
    {
        Assert.True(CloudAccount.TryRead(FileWith(("quota_project_id", null), ("token_uri", "http://127.0.0.1:1/token")), out var account, out _));

        Assert.Equal((null, null), (account.Project, account.PayingProject));
        Assert.Equal("http://127.0.0.1:1/token", account.TokenUrl.OriginalString);
    }

    [Theory]
    [InlineData("client_id", null, "has no client_id")]
    [InlineData("client_secret", "", "has no client_secret")]
    [InlineData("refresh_token", null, "has no refresh_token")]
    [InlineData("token_uri", "http://example.com/token", "has a token_uri that is no https URL")]
    [InlineData("quota_project_id", "a\r\nb: c", "has a quota_project_id that can stand in no header")]
    public void What_is_wrong_with_a_file_is_told_without_its_secrets(string member, string? value, string expected)
    {
        Assert.False(CloudAccount.TryRead(FileWith((member, value)), out _, out var problem));

        Assert.Equal(expected, problem);
    }

    private static string FileWith(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var members = new Dictionary<string, string?>
        {
            ["type"] = "authorized_user",
            ["client_id"] = "id-1.apps.googleusercontent.com",
            ["client_secret"] = "s+cret",
            ["refresh_token"] = "1//refresh",
            ["quota_project_id"] = "my-project-1",
        };
        foreach (var (name, value) in changes)
        {
            members[name] = value;
        }

        return JsonSerializer.Serialize(members.Where(member => member.Value is not null).ToDictionary());
    }
}
