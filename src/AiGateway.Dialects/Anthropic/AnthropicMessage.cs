using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>A message that is about to be written: sides take turns.</summary>
/// <param name="IsAssistant">It is the model's.</param>
/// <param name="Parts">Its blocks.</param>
internal sealed record AnthropicMessage(bool IsAssistant, List<Part> Parts);
