using System.Text;
using System.Text.Json;

namespace AiGateway.Dialects.Providers.Credentials;

/// <summary>
/// A person's account at Google, as <c>gcloud auth application-default login</c> leaves it on a machine: a refresh token, exchanged (RFC 6749, 6) for
/// tokens that hold for an hour. Immutable.
/// </summary>
public sealed class UserAccount : CloudAccount
{
    /// <summary>The type that its files name.</summary>
    internal const string Type = "authorized_user";

    private const string UsualTokenUrl = "https://oauth2.googleapis.com/token";

    private readonly byte[] _request;

    private UserAccount(byte[] request, Uri tokenUrl, string? project)
        : base(tokenUrl, project) => _request = request;

    /// <inheritdoc/>
    /// <remarks>A person has no project of his own that could pay: without one Google refuses most requests.</remarks>
    public override string? PayingProject => Project;

    /// <inheritdoc/>
    /// <remarks>What the token is good for was settled when the person signed in.</remarks>
    public override byte[] NewRequest(string scope, DateTimeOffset now) => _request;

    /// <summary>Reads the members of a file of the type.</summary>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    internal static string? Read(JsonElement file, out CloudAccount? account)
    {
        account = null;
        var form = new StringBuilder("grant_type=refresh_token");
        foreach (var name in (ReadOnlySpan<string>)["client_id", "client_secret", "refresh_token"])
        {
            if (TextOf(file, name) is not { Length: > 0 } value)
            {
                return $"has no {name}";
            }

            form.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        if (TokenUrlOf(TextOf(file, "token_uri") ?? UsualTokenUrl) is not { } url)
        {
            return NoTokenUrl;
        }

        var project = TextOf(file, "quota_project_id");
        if (project.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "has a quota_project_id that can stand in no header";
        }

        account = new UserAccount(Encoding.ASCII.GetBytes(form.ToString()), url, project);
        return null;
    }
}
