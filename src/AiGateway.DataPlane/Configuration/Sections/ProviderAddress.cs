using AiGateway.Configuration.Fields;
using AiGateway.Upstream;

namespace AiGateway.Configuration.Sections;

/// <summary>Works out where a provider is: where its operator or its type says, or in a project and a location.</summary>
internal static class ProviderAddress
{
    /// <summary>The base URL.</summary>
    /// <returns>Null where it stays what was read: it was written, or cannot be known, which is told.</returns>
    public static Uri? Of(ProviderSettings provider, Reading reading)
    {
        var preset = provider.Preset;
        var isWritten = reading.IsWritten(provider, "base_url");
        if (preset.BaseUrlTemplate is null || isWritten)
        {
            CheckIdle(provider, reading, isWritten);
        }

        if (isWritten)
        {
            return null;
        }

        if (preset.BaseUrlTemplate is not null)
        {
            return InProject(provider, reading);
        }

        var url = preset.BaseUrl ?? (preset.Type == ProviderSettings.SimulatedType ? ProviderSettings.SimulatedUrl : null);
        if (url is null)
        {
            reading.Report(provider, "base_url", $"is missing: the type {Shown.Name(preset.Type)} has none of its own. It is like {preset.BaseUrlHint}");
        }

        return url;
    }

    private static void CheckIdle(ProviderSettings provider, Reading reading, bool isWritten)
    {
        foreach (var field in (ReadOnlySpan<string>)["project", "location"])
        {
            if (reading.IsWritten(provider, field))
            {
                reading.Report(provider, field, provider.Preset.BaseUrlTemplate is not null && isWritten
                    ? "stands beside base_url, which says it already"
                    : $"has no use: the address of type {Shown.Name(provider.Preset.Type)} is not made of it");
            }
        }
    }

    private static Uri? InProject(ProviderSettings provider, Reading reading)
    {
        var project = provider.Project;
        if (project is null && provider.CredentialsFile is { } file && CredentialsFile.Load(file) is { IsGood: true } account)
        {
            project = account.Value.Project;
        }

        if (project is null && !reading.IsBad(provider, "project") && !reading.IsBad(provider, "credentials_file"))
        {
            reading.Report(provider, "project", $"is missing: the address of type {Shown.Name(provider.Preset.Type)} is made of it, and no credentials_file says it");
        }

        if (provider.Location is null && !reading.IsBad(provider, "location"))
        {
            reading.Report(provider, "location", $"is missing: the address of type {Shown.Name(provider.Preset.Type)} is made of it");
        }

        return project is not null && provider.Location is { } location ? provider.Preset.BaseUrlOf(project, location) : null;
    }
}
