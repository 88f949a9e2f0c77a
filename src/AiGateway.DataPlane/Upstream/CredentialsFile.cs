using System.Security.Cryptography;
using System.Text;
using AiGateway.Configuration;
using AiGateway.Dialects.Providers.Credentials;

namespace AiGateway.Upstream;

/// <summary>The file of the account that stands in place of a provider's keys.</summary>
internal static class CredentialsFile
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);

    /// <summary>Reads the account.</summary>
    /// <returns>The account; or what is wrong with the file, without anything secret that is in it.</returns>
    public static Parsed<CloudAccount> Load(string path)
    {
        var text = BoundedFile.Read(path, CloudAccount.LongestFile);
        return text.IsGood ? Parse(text.Value) : Parsed.Bad<CloudAccount>(text.Problem);
    }

    /// <summary>The tokens of a provider, and by what it is known whether its file has changed.</summary>
    /// <param name="settings">The provider.</param>
    /// <param name="connections">Connections of somebody else's making, or null.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidDataException">The file, which was checked, can no longer be read.</exception>
    public static (AccessTokens? Tokens, string Stamp) Open(ProviderSettings settings, UpstreamConnections? connections, TimeProvider time)
    {
        if (settings.CredentialsFile is not { } path || settings.Preset.CredentialsScope is not { } scope)
        {
            return (null, "");
        }

        var text = BoundedFile.Read(path, CloudAccount.LongestFile);
        if (!text.IsGood || Parse(text.Value) is not { IsGood: true } account)
        {
            throw new InvalidDataException($"credentials_file of provider {settings.Name} can no longer be used");
        }

        // Who gives out tokens is not the provider: its certificates and its HTTP version say nothing of that address; the proxy is on the way to both.
        var way = settings with { HttpVersion = System.Net.HttpVersion.Version11, Connections = null };
        return (new AccessTokens(account.Value, scope, connections ?? new UpstreamConnections(way, ProviderCertificates.None, s_connect), time), StampOf(text.Value));
    }

    /// <summary>The file still holds what it held, or nothing that can be used.</summary>
    public static bool HoldsStill(ProviderSettings settings, string stamp)
    {
        if (stamp.Length == 0)
        {
            return true;
        }

        var text = BoundedFile.Read(settings.CredentialsFile!, CloudAccount.LongestFile);
        return !text.IsGood || StampOf(text.Value) == stamp || !Parse(text.Value).IsGood;
    }

    private static Parsed<CloudAccount> Parse(string text) =>
        CloudAccount.TryRead(text, out var account, out var problem) ? Parsed.Good(account) : Parsed.Bad<CloudAccount>(problem);

    private static string StampOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
