using System.Threading.Channels;

namespace AiGateway.Tests.Demo;

/// <summary>A clock whose timers never ring. It knows how many are waited for.</summary>
internal sealed class PatientTime : TimeProvider
{
    private readonly Channel<int> _changes = Channel.CreateUnbounded<int>();
    private int _waiting;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Change(1);
        return new Timer(this);
    }

    /// <summary>Returns when that many timers are waited for.</summary>
    public async Task UntilAsync(int waiting, CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _waiting) != waiting)
        {
            await _changes.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    private void Change(int by)
    {
        Interlocked.Add(ref _waiting, by);
        _changes.Writer.TryWrite(by);
    }

    private sealed class Timer(PatientTime time) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                time.Change(-1);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
