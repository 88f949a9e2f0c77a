using System.Diagnostics.CodeAnalysis;

namespace AiGateway.State;

/// <summary>
/// Keeps values for a time, and at most so many bytes of them: those that were not used for longest go first. Divided into shards that know nothing of
/// each other, so that requests seldom wait for one another. Thread-safe.
/// </summary>
/// <typeparam name="TKey">What values are kept under.</typeparam>
/// <typeparam name="TValue">What is kept; immutable.</typeparam>
internal sealed class BoundedStore<TKey, TValue>
    where TKey : notnull, IEquatable<TKey>
    where TValue : class
{
    // What an entry takes besides what it keeps: its key, its node, its slot in the table.
    private const int Overhead = 256;

    private readonly Shard[] _shards;
    private readonly TimeProvider _time;

    /// <summary>Creates it empty.</summary>
    /// <param name="limits">How much and how long.</param>
    /// <param name="shards">Into how many parts it is divided, each of which has its share of the bytes. A power of two.</param>
    /// <param name="time">The clock.</param>
    public BoundedStore(StoreLimits limits, int shards, TimeProvider time)
    {
        _time = time;
        _shards = new Shard[shards];
        for (var at = 0; at < shards; at++)
        {
            _shards[at] = new Shard();
        }

        Limits = limits;
    }

    /// <summary>How much and how long; a change holds from the next value on.</summary>
    public StoreLimits Limits { get; set; }

    /// <summary>Bytes that are held, with what entries take besides.</summary>
    public long Held
    {
        get
        {
            var held = 0L;
            foreach (var shard in _shards)
            {
                held += shard.Held;
            }

            return held;
        }
    }

    /// <summary>Keeps a value in place of what is there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <returns>False, with nothing kept under the key, where there is no room for it whatever were to go.</returns>
    public bool TryPut(TKey key, TValue value, long size)
    {
        var limits = Limits;
        var now = _time.GetTimestamp();
        return ShardOf(key).TryPut(key, value, size + Overhead, limits.Bytes / _shards.Length, Before(now, limits.Expires), now);
    }

    /// <summary>Finds a value, which is then kept for the whole time once more.</summary>
    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        var now = _time.GetTimestamp();
        return ShardOf(key).TryGet(key, Before(now, Limits.Expires), now, out value);
    }

    /// <summary>Removes a value; false where there is none.</summary>
    public bool Remove(TKey key) => ShardOf(key).Remove(key, Before(_time.GetTimestamp(), Limits.Expires));

    private Shard ShardOf(TKey key) => _shards[key.GetHashCode() & (_shards.Length - 1)];

    private long Before(long now, TimeSpan age) => now - (long)(age.TotalSeconds * _time.TimestampFrequency);

    private sealed record Entry(TKey Key, TValue Value, long Size)
    {
        public long UsedAt { get; set; }
    }

    private sealed class Shard
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];

        // Those that were used last are last.
        private readonly LinkedList<Entry> _order = new();
        private long _held;

        public long Held => Volatile.Read(ref _held);

        public bool TryPut(TKey key, TValue value, long size, long capacity, long oldest, long now)
        {
            lock (_lock)
            {
                if (_entries.TryGetValue(key, out var known))
                {
                    Drop(known);
                }

                var room = size <= capacity ? capacity - size : capacity;
                while (_order.First is { } first && (_held > room || first.Value.UsedAt <= oldest))
                {
                    Drop(first);
                }

                if (size > capacity)
                {
                    return false;
                }

                _entries[key] = _order.AddLast(new Entry(key, value, size) { UsedAt = now });
                _held += size;
                return true;
            }
        }

        public bool TryGet(TKey key, long oldest, long now, [NotNullWhen(true)] out TValue? value)
        {
            lock (_lock)
            {
                value = null;
                if (!_entries.TryGetValue(key, out var node))
                {
                    return false;
                }

                if (node.Value.UsedAt <= oldest)
                {
                    Drop(node);
                    return false;
                }

                node.Value.UsedAt = now;
                _order.Remove(node);
                _order.AddLast(node);
                value = node.Value.Value;
                return true;
            }
        }

        public bool Remove(TKey key, long oldest)
        {
            lock (_lock)
            {
                if (!_entries.TryGetValue(key, out var node))
                {
                    return false;
                }

                Drop(node);
                return node.Value.UsedAt > oldest;
            }
        }

        private void Drop(LinkedListNode<Entry> node)
        {
            _order.Remove(node);
            _entries.Remove(node.Value.Key);
            _held -= node.Value.Size;
        }
    }
}
