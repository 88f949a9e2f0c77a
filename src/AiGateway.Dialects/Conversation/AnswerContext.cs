using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a writer of answers must know that no answer says.</summary>
/// <param name="FallbackId">The id of an answer that has none: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="FallbackModel">The model of an answer that names none.</param>
/// <param name="Now">Seconds since 1970, for an answer that does not say when it was made.</param>
/// <param name="WantsUsage">The caller asked for usage at the end of a stream; dialects that always tell it do not look.</param>
internal sealed record AnswerContext(string FallbackId, string FallbackModel, long Now, bool WantsUsage)
{
    /// <summary>
    /// What the caller asked, whose body must then live as long as the answer is written; null for nothing known. Responses repeats its settings; calls
    /// of functions that stand in for the caller's freeform tools are told as calls of those.
    /// </summary>
    public ConversationRequest? Request { get; init; }

    /// <summary>Distinguishes this answer from any other, so that calls can be named; callers may repeat the ids of their requests. 0, the default: the fallback id does.</summary>
    public ulong Nonce { get; init; }

    /// <summary>What the answer is called, whatever its provider calls it; not there, the default: as that does.</summary>
    public JsonString Id { get; init; }

    /// <summary>What the first items of the answer are called, where it was begun elsewhere. Default empty: whatever the writer calls them.</summary>
    public IReadOnlyList<JsonString> ItemIds { get; init; } = [];
}
