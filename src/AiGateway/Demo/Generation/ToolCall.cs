namespace AiGateway.Demo.Generation;

/// <summary>A call of a function.</summary>
/// <param name="Id">The id that its result is to carry: <c>call_…</c>.</param>
/// <param name="Name">The name of the function.</param>
/// <param name="Arguments">The JSON text of the arguments, token by token.</param>
internal sealed record ToolCall(string Id, string Name, IReadOnlyList<string> Arguments);
