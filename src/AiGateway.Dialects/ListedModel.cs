namespace AiGateway.Dialects;

/// <summary>A model that may be asked for, as lists tell of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Since">Since when it has been there.</param>
/// <param name="OwnedBy">Who has it.</param>
public sealed record ListedModel(string Id, DateTimeOffset Since, string OwnedBy);
