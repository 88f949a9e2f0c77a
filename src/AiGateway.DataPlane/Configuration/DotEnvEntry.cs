namespace AiGateway.Configuration;

/// <summary>One assignment of a <c>.env</c> file.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value, quotes and escapes resolved.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
internal readonly record struct DotEnvEntry(string Name, string Value, int Line);
