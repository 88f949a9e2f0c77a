using System.Security.Cryptography;
using System.Text.Json;

namespace AiGateway.Tests.Dialects.Providers.Credentials;

/// <summary>Service account files of a key that is made once.</summary>
internal static class AccountFile
{
    /// <summary>The key.</summary>
    public static RSA Key { get; } = RSA.Create(2048);

    /// <summary>A file as Google gives it out, with members changed or, where they are null, left out.</summary>
    public static string Text(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var members = new Dictionary<string, string?>
        {
            ["type"] = "service_account",
            ["project_id"] = "my-project-1",
            ["private_key_id"] = "key-1",
            ["private_key"] = Key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "gateway@my-project-1.iam.gserviceaccount.com",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        };
        foreach (var (name, value) in changes)
        {
            members[name] = value;
        }

        return JsonSerializer.Serialize(members.Where(member => member.Value is not null).ToDictionary());
    }
}
