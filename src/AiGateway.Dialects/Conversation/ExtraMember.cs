namespace AiGateway.Dialects.Conversation;

/// <summary>A member that the hub has no word for.</summary>
/// <param name="Family">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">Its value.</param>
internal readonly record struct ExtraMember(DialectFamily Family, string Name, ReadOnlyMemory<byte> Json);
