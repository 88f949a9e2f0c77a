namespace AiGateway.Limits;

/// <summary>
/// Never more than N requests in any 60 seconds, counted in buckets of one second. Exact under concurrency. A place is free again when its
/// whole second has left the window, so up to one second late and never early.
/// </summary>
/// <param name="limit">N; at least 1.</param>
/// <param name="time">The clock.</param>
public sealed class SlidingWindow(int limit, TimeProvider time)
{
    // A request in the last instant of second 0 and one in the first instant of second 60 are less than 60 s apart: 61 buckets count together.
    private const int Buckets = 61;

    private readonly int[] _taken = new int[Buckets];
    private readonly Lock _gate = new();
    private long _second;
    private int _sum;
    private bool _retired;
    private int _limit = limit;

    /// <summary>Requests that are allowed in any minute. Where it is changed, what was taken before counts on.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>It has been retired: what was taken from it since does not count, and whoever did has to take from its successor.</summary>
    internal bool IsRetired => Volatile.Read(ref _retired);

    /// <summary>Takes a place; false, with nothing taken, where there is none.</summary>
    public bool TryTake(out Quota quota)
    {
        lock (_gate)
        {
            var second = Now(out var passed);
            MoveTo(second);
            var allowed = Limit;
            var granted = _sum < allowed;
            if (granted)
            {
                _taken[second % Buckets]++;
                _sum++;
            }

            quota = new Quota(allowed, Math.Max(0, allowed - _sum), UntilAtMost(0, second, passed), UntilAtMost(allowed - 1, second, passed));
            return granted;
        }
    }

    /// <summary>Retires it; false, and nothing done, where something was taken within the window.</summary>
    internal bool TryRetire()
    {
        lock (_gate)
        {
            MoveTo(Now(out _));
            _retired |= _sum == 0;
            return _retired;
        }
    }

    // The second, and what has passed of it in the clock's own units: a fraction would make the hints untrue by a tick.
    private long Now(out long passed)
    {
        (var second, passed) = Math.DivRem(time.GetTimestamp(), time.TimestampFrequency);
        return Math.Max(second, _second);
    }

    private void MoveTo(long second)
    {
        if (second - _second >= Buckets)
        {
            Array.Clear(_taken);
            _sum = 0;
        }
        else
        {
            for (var passed = _second + 1; passed <= second; passed++)
            {
                ref var bucket = ref _taken[passed % Buckets];
                _sum -= bucket;
                bucket = 0;
            }
        }

        _second = second;
    }

    // How long until no more than so many are left in the window, if nobody takes another.
    private TimeSpan UntilAtMost(int count, long second, long passed)
    {
        var left = _sum;
        for (var age = Buckets - 1; left > count && age >= 0; age--)
        {
            left -= second - age >= 0 ? _taken[(second - age) % Buckets] : 0;
            if (left <= count)
            {
                return RoundUp(((Buckets - age) * time.TimestampFrequency) - passed);
            }
        }

        return TimeSpan.Zero;
    }

    private TimeSpan RoundUp(long units) =>
        TimeSpan.FromTicks(((units * TimeSpan.TicksPerSecond) + time.TimestampFrequency - 1) / time.TimestampFrequency);
}
