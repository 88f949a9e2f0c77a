namespace AiGateway.Dialects.Conversation;

/// <summary>Why a body cannot be read into the hub.</summary>
/// <param name="Where">The member at fault: <c>messages[2].content</c>; null where it is the body as a whole.</param>
/// <param name="Message">What is wrong with it: <c>must be a string or an array of parts</c>.</param>
public readonly record struct TranslationFault(string? Where, string Message);
