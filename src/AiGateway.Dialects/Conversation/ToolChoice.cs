using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Whether and what a model must call.</summary>
/// <param name="Mode">Whether.</param>
/// <param name="Names">What: the tool that must be called, or those that may be; empty for any.</param>
internal sealed record ToolChoice(ToolChoiceMode Mode, IReadOnlyList<JsonString> Names);
