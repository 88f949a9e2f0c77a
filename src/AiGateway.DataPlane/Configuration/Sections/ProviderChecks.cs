using AiGateway.Configuration.Fields;
using AiGateway.Upstream;

namespace AiGateway.Configuration.Sections;

/// <summary>Tells what does not go together in a provider.</summary>
internal static class ProviderChecks
{
    /// <summary>Tells it.</summary>
    public static void Check(ProviderSettings provider, Reading reading)
    {
        CheckCredentials(provider, reading);
        CheckKeys(provider, reading);
        CheckDialects(provider, reading);
        if (!reading.IsBad(provider, "tls") && ProviderCertificates.Load(provider.Tls) is { IsGood: false } bad)
        {
            reading.Report(provider, "tls", $"cannot be used: {bad.Problem}");
        }
    }

    private static void CheckKeys(ProviderSettings provider, Reading reading)
    {
        if (reading.IsWritten(provider, "api_key") && reading.IsWritten(provider, "api_keys"))
        {
            reading.Report(provider, "api_keys", "stands beside api_key. Allowed: one of the two");
        }
        else if (provider.Keys.Count == 0 && provider.Preset.NeedsKey && !reading.IsWritten(provider, "api_keys") && !reading.IsBad(provider, "api_key") && !reading.IsWritten(provider, "credentials_file"))
        {
            var other = provider.Preset.CredentialsScope is null ? "" : ", or a credentials_file";
            reading.Report(provider, "api_key", $"is missing or empty: a provider of type {Shown.Name(provider.Preset.Type)} needs a key{other}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < provider.Keys.Count; i++)
        {
            if (provider.Keys[i].Key.Length == 0)
            {
                reading.Report(provider, "api_keys", "is an empty key", i);
            }
            else if (!seen.Add(provider.Keys[i].Key))
            {
                reading.Report(provider, "api_keys", "is a key that stands in the list before", i);
            }
        }
    }

    private static void CheckCredentials(ProviderSettings provider, Reading reading)
    {
        if (provider.CredentialsFile is not { } file)
        {
            return;
        }

        if (provider.Preset.CredentialsScope is null)
        {
            reading.Report(provider, "credentials_file", $"has no use: a provider of type {Shown.Name(provider.Preset.Type)} takes keys");
        }
        else if (provider.Keys.Count > 0)
        {
            reading.Report(provider, "credentials_file", "stands beside a key. Allowed: one of the two");
        }
        else if (CredentialsFile.Load(file) is { IsGood: false } bad)
        {
            reading.Report(provider, "credentials_file", $"cannot be used: the file {bad.Problem}");
        }
    }

    private static void CheckDialects(ProviderSettings provider, Reading reading)
    {
        for (var i = 0; i < provider.Dialects.Count; i++)
        {
            if (provider.Dialects.Take(i).Contains(provider.Dialects[i]))
            {
                reading.Report(provider, "dialects", "stands in the list before", i);
            }
        }

        if (provider.ApiVersion is not null && provider.Preset.SurfacesIn(provider.Dialects).All(surface => surface.Version is null))
        {
            reading.Report(provider, "api_version", $"has no use: requests to a provider of type {Shown.Name(provider.Preset.Type)} name no version");
        }
    }
}
