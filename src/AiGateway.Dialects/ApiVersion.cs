namespace AiGateway.Dialects;

/// <summary>Where a request says which version of an API it means.</summary>
/// <param name="Name">The header or, see <paramref name="InQuery"/>, the parameter of the query.</param>
/// <param name="Value">The version that is meant where nobody says otherwise.</param>
/// <param name="InQuery">It is said in the query and not by a header.</param>
public sealed record ApiVersion(string Name, string Value, bool InQuery = false);
