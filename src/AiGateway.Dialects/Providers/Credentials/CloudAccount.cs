using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AiGateway.Dialects.Providers.Credentials;

/// <summary>An account at a cloud, whose requests carry tokens in place of a key: what it is made of is exchanged for them at a token endpoint.</summary>
public abstract class CloudAccount
{
    /// <summary>The largest file that one is read from, in bytes.</summary>
    public const int LongestFile = 64 * 1024;

    private protected const string NoTokenUrl = "has a token_uri that is no https URL";

    private protected CloudAccount(Uri tokenUrl, string? project) => (TokenUrl, Project) = (tokenUrl, project);

    /// <summary>Where tokens are had: https, or http on this machine.</summary>
    public Uri TokenUrl { get; }

    /// <summary>The project that the account belongs to; null where the file does not say.</summary>
    public string? Project { get; }

    /// <summary>The project that requests must name as the one that pays (<c>x-goog-user-project</c>); null, the default: they name none.</summary>
    public virtual string? PayingProject => null;

    /// <summary>Reads a JSON file as Google gives it out for a service account, and as its command-line tool writes it for a person.</summary>
    /// <param name="file">The file's text.</param>
    /// <param name="account">The account.</param>
    /// <param name="problem">What is wrong with the file, without anything that is in it but its type; null where nothing is.</param>
    public static bool TryRead(string file, [NotNullWhen(true)] out CloudAccount? account, [NotNullWhen(false)] out string? problem)
    {
        account = null;
        try
        {
            using var document = JsonDocument.Parse(file);
            problem = document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, out account) : "holds no JSON object";
        }
        catch (JsonException)
        {
            problem = "holds no JSON object";
        }

        return account is not null;
    }

    /// <summary>The body of a request for a token (<c>application/x-www-form-urlencoded</c>). Secret.</summary>
    /// <param name="scope">What the token is to be good for.</param>
    /// <param name="now">The time.</param>
    public abstract byte[] NewRequest(string scope, DateTimeOffset now);

    private protected static string? TextOf(JsonElement file, string name) =>
        file.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private protected static Uri? TokenUrlOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) ? url : null;

    private static string? Read(JsonElement file, out CloudAccount? account)
    {
        account = null;
        return TextOf(file, "type") switch
        {
            ServiceAccount.Type => ServiceAccount.Read(file, out account),
            UserAccount.Type => UserAccount.Read(file, out account),
            { Length: > 0 and < 64 } type => $"is for no account that can be used: its type is \"{type}\", neither \"{ServiceAccount.Type}\" nor \"{UserAccount.Type}\"",
            _ => $"is for no account that can be used: its type is missing, neither \"{ServiceAccount.Type}\" nor \"{UserAccount.Type}\"",
        };
    }
}
