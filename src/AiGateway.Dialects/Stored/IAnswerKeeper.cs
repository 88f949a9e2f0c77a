namespace AiGateway.Dialects.Stored;

/// <summary>Keeps the answer to one request.</summary>
public interface IAnswerKeeper
{
    /// <summary>What the answer is to be called, whatever its provider calls it.</summary>
    string Id { get; }

    /// <summary>The id of the kept answer that the request follows; null where it follows none.</summary>
    string? Previous { get; }

    /// <summary>Keeps the answer, which is whole. Where several targets were asked at once, the last one counts.</summary>
    /// <param name="answer">The answer as the caller gets it; copied by whoever calls.</param>
    void Keep(ReadOnlyMemory<byte> answer);
}
