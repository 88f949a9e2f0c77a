namespace AiGateway.Dialects;

/// <summary>A model that may be asked for, as lists tell of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Since">Since when it has been there.</param>
/// <param name="OwnedBy">Who has it.</param>
public sealed record ListedModel(string Id, DateTimeOffset Since, string OwnedBy)
{
    /// <summary>The longest prompt, in tokens; null, the default, where that is not known.</summary>
    public int? MaxInput { get; init; }

    /// <summary>The longest answer, in tokens; null, the default, where that is not known.</summary>
    public int? MaxOutput { get; init; }
}
