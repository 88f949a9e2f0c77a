using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Limits;

/// <summary>A sliding window for each address (IPv6: each /64, which one subscriber has). Bounded; thread-safe.</summary>
/// <param name="limit">Requests, or failures, that are allowed in any minute.</param>
/// <param name="time">The clock.</param>
/// <param name="capacity">Addresses that are told apart; where they do not suffice, the rest share one window.</param>
public sealed class AddressWindows(int limit, TimeProvider time, int capacity = 65_536)
{
    private readonly ConcurrentDictionary<UInt128, SlidingWindow> _windows = new();
    private readonly SlidingWindow _overflow = new(limit, time);
    private long _sweptAt = long.MinValue;
    private int _limit = limit;
    private int _count;

    /// <summary>Requests, or failures, that are allowed in any minute. Where it is changed, what was counted before counts on.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set
        {
            Volatile.Write(ref _limit, value);
            _overflow.Limit = value;
            foreach (var (_, window) in _windows)
            {
                window.Limit = value;
            }
        }
    }

    /// <summary>Counts one against an address; false, and not counted, where it has had its share.</summary>
    public bool TryTake(IPAddress address, out Quota quota)
    {
        while (true)
        {
            var window = Of(address);
            var granted = window.TryTake(out quota);
            if (!window.IsRetired)
            {
                return granted;
            }
        }
    }

    private SlidingWindow Of(IPAddress address)
    {
        var prefix = Prefix(address);
        if (_windows.TryGetValue(prefix, out var window))
        {
            return window;
        }

        // Counted here, for the dictionary takes all its locks to count.
        if (Volatile.Read(ref _count) >= capacity)
        {
            Sweep();
            if (Volatile.Read(ref _count) >= capacity)
            {
                return _overflow;
            }
        }

        var added = new SlidingWindow(Limit, time);
        window = _windows.GetOrAdd(prefix, added);
        if (window == added)
        {
            Interlocked.Increment(ref _count);
        }

        return window;
    }

    private void Sweep()
    {
        var now = time.GetTimestamp();
        var last = Volatile.Read(ref _sweptAt);
        if ((last != long.MinValue && time.GetElapsedTime(last, now) < TimeSpan.FromSeconds(1))
            || Interlocked.CompareExchange(ref _sweptAt, now, last) != last)
        {
            return;
        }

        foreach (var (prefix, window) in _windows)
        {
            if (window.TryRetire() && _windows.TryRemove(prefix, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private static UInt128 Prefix(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            address.MapToIPv4().TryWriteBytes(bytes, out _);
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        address.TryWriteBytes(bytes, out _);
        return new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 1UL << 63);
    }
}
