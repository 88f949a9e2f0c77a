namespace AiGateway.Dialects.Conversation;

/// <summary>A field in a dialect.</summary>
/// <param name="Field">The field.</param>
/// <param name="Disposition">What becomes of it where the dialect is the target.</param>
/// <param name="Name">What the dialect calls it; null where it has no word for it.</param>
internal readonly record struct FieldRow(ConversationField Field, Disposition Disposition, string? Name = null);
