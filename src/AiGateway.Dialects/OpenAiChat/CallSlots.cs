using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>
/// Finds out which call of a choice a delta belongs to. Some providers leave the index out, give all calls the same one, repeat the id, change it or send
/// an empty one; the name may come after the arguments. Where nothing else tells calls apart, a name does that comes when the call before it is complete.
/// </summary>
internal sealed class CallSlots
{
    // More calls in one answer than any model makes.
    private const int Most = 256;

    private readonly List<CallSlot> _slots = [];

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<CallSlot> All => _slots;

    /// <summary>The slot of a delta; null where there are too many.</summary>
    /// <param name="index">What it says of its index; null where it says nothing.</param>
    /// <param name="id">The quoted id; empty where it has none.</param>
    /// <param name="name">The quoted name; empty where it has none.</param>
    /// <param name="hasArguments">It has arguments.</param>
    public CallSlot? Find(long? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool hasArguments)
    {
        var hasId = id.Length > 2;
        if (hasId && FindById(id) is { } known)
        {
            return known;
        }

        for (var at = _slots.Count - 1; at >= 0; at--)
        {
            var slot = _slots[at];
            var hasIds = hasId && !slot.Id.IsEmpty;
            var isSame = hasIds ? IsRenamed(slot, index, name) : index is null || index == slot.Index;
            if (isSame && !hasIds && slot.IsFollowedBy(name, hasArguments))
            {
                break;
            }

            if (isSame)
            {
                if (hasId && slot.Id.IsEmpty)
                {
                    slot.Id = new JsonString(id.ToArray());
                }

                return slot;
            }
        }

        if (_slots.Count == Most)
        {
            return null;
        }

        var added = new CallSlot(_slots.Count, index) { Id = hasId ? new JsonString(id.ToArray()) : default };
        _slots.Add(added);
        return added;
    }

    private CallSlot? FindById(ReadOnlySpan<byte> id)
    {
        for (var at = _slots.Count - 1; at >= 0; at--)
        {
            if (_slots[at].Id.Quoted.Span.SequenceEqual(id))
            {
                return _slots[at];
            }
        }

        return null;
    }

    // Poolside and some servers make up an id for each delta: one that has no name begins no call, whatever its id.
    private static bool IsRenamed(CallSlot slot, long? index, ReadOnlySpan<byte> name) => slot.IsTold && name.Length <= 2 && index is not null && index == slot.Index;
}
