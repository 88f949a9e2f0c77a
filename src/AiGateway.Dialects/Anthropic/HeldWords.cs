using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Anthropic;

/// <summary>What was said in the middle of a call, and must wait until the block of the call is closed.</summary>
/// <param name="Kind">What it is: text, a refusal, reasoning, its signature, sealed reasoning, a citation.</param>
/// <param name="Text">The JSON string; empty for a citation.</param>
/// <param name="Citation">The citation; null for anything else.</param>
internal readonly record struct HeldWords(StreamEventKind Kind, byte[] Text, Citation? Citation);
