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
}
