namespace AiGateway.Configuration;

/// <summary>One environment variable that the gateway knows.</summary>
/// <param name="Name">Its name, in capitals.</param>
/// <param name="Default">What holds where it is unset, as one would write it; empty where nothing is written (or where it is required).</param>
/// <param name="Meaning">What it is for, in one line.</param>
/// <param name="Allowed">Which values are taken, in one line.</param>
public sealed record KnownVariable(string Name, string Default, string Meaning, string Allowed)
{
    /// <summary>Its value is never shown, and may come from the file that <c>NAME_FILE</c> names.</summary>
    public bool Secret { get; init; }

    /// <summary>It must be set.</summary>
    public bool Required { get; init; }

    /// <summary>It does something. Where false, setting it leads to a warning only.</summary>
    public bool Supported { get; init; } = true;

    /// <summary>The variable that names a file with the secret.</summary>
    public string FileName => Name + "_FILE";
}
