namespace AiGateway.Configuration;

/// <summary>What a source says of a variable, and where.</summary>
/// <param name="Value">The value, without blanks around it, not empty.</param>
/// <param name="Where">The place, for people: <c>the environment</c>, <c>.env, line 3</c>.</param>
internal readonly record struct Said(string Value, string Where);
