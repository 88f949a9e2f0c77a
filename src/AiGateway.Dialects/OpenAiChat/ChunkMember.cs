namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Where a member stands in the data of an event.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Where its name's opening quote stands.</param>
/// <param name="Start">Where its value begins.</param>
/// <param name="End">The byte behind its value.</param>
/// <param name="IsSet">Its value says something: it is neither null nor false nor empty.</param>
internal readonly record struct ChunkMember(ChunkMemberKind Kind, int Name, int Start, int End, bool IsSet)
{
    /// <summary>How long its value is.</summary>
    public int Length => End - Start;
}
