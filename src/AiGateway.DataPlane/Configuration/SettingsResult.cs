namespace AiGateway.Configuration;

/// <summary>What came of reading the configuration. No secret is in any problem or warning.</summary>
public sealed record SettingsResult
{
    /// <summary>The settings; null exactly where there are <see cref="Problems"/>.</summary>
    public GatewaySettings? Settings { get; init; }

    /// <summary>Everything that is wrong, one line a variable: naming it, what it held and what is allowed. The start ends with exit code 78.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What is probably not meant, one line each; told once, and the start goes on.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The full path of the configuration file, or of where it would be if there were one; null where nothing is read from a file.</summary>
    public string? File { get; init; }

    /// <summary>The SHA-256 of the configuration file as it was read, in upper-case hex; null where it was not read.</summary>
    public string? FileDigest { get; init; }
}
