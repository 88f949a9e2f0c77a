using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.Translation;

/// <summary>Gives a copy of the answer, as the caller gets it, to whoever keeps it.</summary>
/// <param name="keeper">Keeps it.</param>
/// <param name="storage">How the caller's dialect spells it.</param>
internal sealed class AnswerCopy(IAnswerKeeper keeper, AnswerStorage storage)
{
    /// <summary>What the answer is called.</summary>
    public JsonString Id { get; } = JsonString.Of(keeper.Id);

    /// <summary>The request as its answer tells of it: kept, and what it refers to.</summary>
    public ConversationRequest Describe(ConversationRequest request) => request with
    {
        Store = true,
        PreviousAnswer = keeper.Previous is { } previous ? JsonString.Of(previous) : request.PreviousAnswer,
    };

    /// <summary>Keeps a whole answer.</summary>
    public void Keep(ReadOnlyMemory<byte> answer) => keeper.Keep(answer.ToArray());

    /// <summary>Keeps what the last events of a stream say the answer is; nothing where it did not end well.</summary>
    public void KeepLast(ReadOnlySpan<byte> events)
    {
        if (storage.TryReadLast(events, out var answer))
        {
            keeper.Keep(answer);
        }
    }
}
