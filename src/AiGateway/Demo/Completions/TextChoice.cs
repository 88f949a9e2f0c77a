using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Completions;

/// <summary>One answer of a legacy completion.</summary>
/// <param name="Echo">The prompt, where it is to be repeated; else null.</param>
/// <param name="Answer">The answer.</param>
internal sealed record TextChoice(string? Echo, Answer Answer);
