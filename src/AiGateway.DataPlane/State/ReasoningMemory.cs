using System.Runtime.InteropServices;
using AiGateway.Dialects.Translation;
using AiGateway.Keys;

namespace AiGateway.State;

/// <summary>
/// What models thought ahead of their calls, for all callers: at most 16 MiB of it, for an hour after it was last asked for. What one gateway key's models
/// thought is never seen by another's. Thread-safe.
/// </summary>
public sealed class ReasoningMemory
{
    private const int Shards = 16;

    private static readonly StoreLimits s_limits = new(16 * 1024 * 1024, TimeSpan.FromHours(1));

    private readonly BoundedStore<Place, byte[]> _store;

    /// <summary>Creates it empty.</summary>
    /// <param name="time">The clock.</param>
    public ReasoningMemory(TimeProvider time) => _store = new BoundedStore<Place, byte[]>(s_limits, Shards, time);

    /// <summary>Bytes that are held.</summary>
    public long Held => _store.Held;

    /// <summary>The memory as the callers of one gateway key see it.</summary>
    public IReasoningMemory For(KeyHash key) => new Share(_store, key);

    private readonly record struct Place(KeyHash Key, UInt128 Call);

    private sealed class Share(BoundedStore<Place, byte[]> store, KeyHash key) : IReasoningMemory
    {
        public void Keep(UInt128 call, ReadOnlyMemory<byte> thought)
        {
            // The keeper's own array, where it is one.
            var bytes = MemoryMarshal.TryGetArray(thought, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
                ? segment.Array
                : thought.ToArray();
            store.TryPut(new Place(key, call), bytes, bytes.Length);
        }

        public void Forget(UInt128 call) => store.Remove(new Place(key, call));

        public bool TryRecall(UInt128 call, out ReadOnlyMemory<byte> thought)
        {
            var isKnown = store.TryGet(new Place(key, call), out var bytes);
            thought = bytes;
            return isKnown;
        }
    }
}
