using Microsoft.Extensions.ObjectPool;

namespace AiGateway.Upstream;

/// <summary>Why a wait was given up.</summary>
public enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The caller left.</summary>
    CallerGone,

    /// <summary>The caller's body made no progress.</summary>
    RequestBody,

    /// <summary>The provider's answer did not begin in time.</summary>
    AnswerLate,

    /// <summary>The provider's answer made no progress.</summary>
    AnswerStalled,

    /// <summary>The caller's own time limit (<c>x-gateway-timeout</c>).</summary>
    Total,

    /// <summary>Another target answered first.</summary>
    Superseded,

    /// <summary>The gateway is shutting down and the time for what still ran is over.</summary>
    ShuttingDown,
}

/// <summary>
/// The one deadline of an exchange: whatever is waited for, <see cref="Token"/> ends the wait. Moving it costs two writes; its timer is left
/// alone until it fires and finds out whether the deadline has moved meanwhile. Pooled, since requests outnumber their timeouts by far.
/// </summary>
public sealed class Deadline : IDisposable
{
    private const long Never = long.MaxValue;
    private static readonly TimerCallback s_onTimer = static state => ((Deadline)state!).OnTimer();
    private static readonly Action<object?> s_onCallerGone = static state => ((Deadline)state!).Stop(StopReason.CallerGone);
    private static readonly Action<object?> s_onParentStopped = static state => ((Deadline)state!).StopWithParent();

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private Deadline? _parent;
    private StopReason _reason;
    private StopReason _pending;
    private long _due = Never;
    private long _total = Never;
    private long _armedFor = Never;
    private bool _active;

    private Deadline(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(s_onTimer, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the wait is over; <see cref="Reason"/> says why.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why <see cref="Token"/> was cancelled, or None.</summary>
    public StopReason Reason => _reason;

    /// <summary>From now on, waits end after some time and for this reason.</summary>
    public void Set(StopReason reason, TimeSpan after)
    {
        var due = _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            _pending = reason;
            _due = due;
            Arm();
        }
    }

    /// <summary>Waits may now last, but for the total: what follows has a limit of its own.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _due = Never;
        }
    }

    /// <summary>Sets when the whole exchange has to be over, counted from now; where that was set before, the earlier counts.</summary>
    public void SetTotal(TimeSpan after)
    {
        var total = _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            _total = Math.Min(_total, total);
            Arm();
        }
    }

    /// <summary>Makes waits possible again after one that a provider was too slow for; what ends the whole exchange ends it for good.</summary>
    /// <returns>Whether there may be further waits. <see cref="Token"/> is another one then.</returns>
    public bool TryRenew()
    {
        lock (_gate)
        {
            _due = Never;
            if (_reason is StopReason.AnswerLate or StopReason.AnswerStalled)
            {
                _reason = StopReason.None;
                _source = new CancellationTokenSource();
                Arm();
            }

            return _reason == StopReason.None;
        }
    }

    /// <summary>Ends all waits now.</summary>
    public void Stop(StopReason reason)
    {
        CancellationTokenSource source;
        lock (_gate)
        {
            if (!_active || _reason != StopReason.None)
            {
                return;
            }

            _reason = reason;
            source = _source;
        }

        source.Cancel();
    }

    /// <summary>Ends it for good, instead of giving it back to its pool.</summary>
    public void Dispose()
    {
        _caller.Dispose();
        _timer.Dispose();

        // The source itself has nothing to free, and its cancellation may still be running on another thread.
    }

    private void Begin(CancellationToken callerGone)
    {
        lock (_gate)
        {
            _active = true;
        }

        _caller = callerGone.UnsafeRegister(s_onCallerGone, this);
    }

    private void BeginWithin(Deadline parent)
    {
        lock (_gate)
        {
            _active = true;
            _parent = parent;
        }

        _caller = parent.Token.UnsafeRegister(s_onParentStopped, this);
    }

    private void StopWithParent() => Stop(_parent?.Reason ?? StopReason.CallerGone);

    // Whether it can be used again.
    private bool End()
    {
        _caller.Dispose();
        lock (_gate)
        {
            _active = false;
            _parent = null;
            _due = _total = Never;
            return _reason == StopReason.None;
        }
    }

    private void Arm()
    {
        var next = Math.Min(_due, _total);
        if (next >= _armedFor)
        {
            return;
        }

        _armedFor = next;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), next);
        _timer.Change(left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        CancellationTokenSource source;
        lock (_gate)
        {
            _armedFor = Never;
            if (!_active || _reason != StopReason.None)
            {
                return;
            }

            var next = Math.Min(_due, _total);
            if (next == Never)
            {
                return;
            }

            if (next > _time.GetTimestamp())
            {
                Arm();
                return;
            }

            _reason = _due <= _total ? _pending : StopReason.Total;
            source = _source;
        }

        source.Cancel();
    }

    /// <summary>Deadlines for reuse: one for each exchange at a time.</summary>
    public sealed class Pool(TimeProvider time)
    {
        private readonly DefaultObjectPool<Deadline> _pool = new(new Policy(time), 16_384);

        /// <summary>Takes a deadline whose token is also cancelled when the caller leaves.</summary>
        public Deadline Get(CancellationToken callerGone)
        {
            var deadline = _pool.Get();
            deadline.Begin(callerGone);
            return deadline;
        }

        /// <summary>Takes a deadline that also ends when another one does, and for the same reason: of one call among several at once.</summary>
        public Deadline GetWithin(Deadline parent)
        {
            var deadline = _pool.Get();
            deadline.BeginWithin(parent);
            return deadline;
        }

        /// <summary>Gives it back; nobody may hold its token any longer.</summary>
        public void Return(Deadline deadline)
        {
            if (deadline.End())
            {
                _pool.Return(deadline);
                return;
            }

            deadline.Dispose();
        }

        private sealed class Policy(TimeProvider time) : PooledObjectPolicy<Deadline>
        {
            public override Deadline Create() => new(time);

            public override bool Return(Deadline obj) => obj._source.TryReset();
        }
    }
}
