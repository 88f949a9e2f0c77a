using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Stored;
using AiGateway.Keys;

namespace AiGateway.State;

/// <summary>Answers that are kept in memory so that later requests can refer to them, each for the gateway key that asked for it. Thread-safe.</summary>
/// <param name="limits">How much and how long.</param>
/// <param name="time">The clock.</param>
public sealed class StoredAnswers(StoreLimits limits, TimeProvider time)
{
    // Longer talks are longer than any model's context; it also bounds the work of one request.
    private const int LongestTalk = 1000;

    // One shard: an answer may be as large as all that is kept, and nobody waits for it often.
    private readonly BoundedStore<Place, StoredAnswer> _store = new(limits, shards: 1, time);

    /// <summary>How much and how long; a change holds from the next answer on.</summary>
    public StoreLimits Limits
    {
        get => _store.Limits;
        set => _store.Limits = value;
    }

    /// <summary>Bytes that are held.</summary>
    public long Held => _store.Held;

    /// <summary>Keeps an answer; false where it is larger than all that may be kept.</summary>
    public bool TryKeep(KeyHash key, StoredAnswer answer) => _store.TryPut(new Place(key, answer.Id), answer, answer.Size);

    /// <summary>Finds an answer.</summary>
    public bool TryFind(KeyHash key, string id, [NotNullWhen(true)] out StoredAnswer? answer) => _store.TryGet(new Place(key, id), out answer);

    /// <summary>Deletes an answer; false where there is none.</summary>
    public bool Delete(KeyHash key, string id) => _store.Remove(new Place(key, id));

    /// <summary>Finds an answer and all that it follows, the oldest first.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="talk">What was found.</param>
    /// <returns>False where any of it is not kept.</returns>
    public bool TryFindTalk(KeyHash key, string id, out List<StoredAnswer> talk)
    {
        talk = [];
        for (var next = id; next is not null && talk.Count < LongestTalk;)
        {
            if (!TryFind(key, next, out var answer))
            {
                return false;
            }

            talk.Add(answer);
            next = answer.Previous;
        }

        talk.Reverse();
        return talk[0].Previous is null;
    }

    private readonly record struct Place(KeyHash Key, string Id);
}
