namespace AiGateway.Dialects.Stored;

/// <summary>An answer that is kept so that later requests can refer to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Previous">The id of the kept answer that it follows; null where it begins a talk.</param>
/// <param name="Input">What was said to the model this time, in the form that <see cref="AnswerStorage.ReadInput"/> gives.</param>
/// <param name="Answer">The answer, whole, as the caller had it.</param>
public sealed record StoredAnswer(string Id, string? Previous, ReadOnlyMemory<byte> Input, ReadOnlyMemory<byte> Answer)
{
    /// <summary>How many bytes it has.</summary>
    public long Size => Input.Length + Answer.Length + (2L * (Id.Length + (Previous?.Length ?? 0)));
}
