namespace AiGateway.Dialects.Conversation;

/// <summary>A field of answers in a dialect.</summary>
/// <param name="Field">The field.</param>
/// <param name="Disposition">What becomes of it where the dialect is the caller's. Nobody is told of what is dropped: the head of the answer may be gone by then.</param>
/// <param name="Name">What the dialect calls it in a whole answer; null where it has no word for it.</param>
internal readonly record struct AnswerRow(AnswerField Field, Disposition Disposition, string? Name = null)
{
    /// <summary>Streams do not have it. Default false.</summary>
    public bool WholeOnly { get; init; }
}
