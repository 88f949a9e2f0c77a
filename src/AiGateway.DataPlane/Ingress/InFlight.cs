using System.Collections.Concurrent;
using AiGateway.Pipeline;
using AiGateway.Upstream;

namespace AiGateway.Ingress;

/// <summary>The exchanges that are under way. Thread-safe.</summary>
public sealed class InFlight
{
    private readonly ConcurrentDictionary<Exchange, bool> _exchanges = new(ReferenceEqualityComparer.Instance);
    private long _count;
    private TaskCompletionSource? _idle;

    /// <summary>How many there are.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>One has begun.</summary>
    public void Add(Exchange exchange)
    {
        Interlocked.Increment(ref _count);
        _exchanges.TryAdd(exchange, true);
    }

    /// <summary>One is over, answer and all.</summary>
    public void Remove(Exchange exchange)
    {
        _exchanges.TryRemove(exchange, out _);
        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Read(ref _idle)?.TrySetResult();
        }
    }

    /// <summary>Ends whatever still runs: streams get an in-band error.</summary>
    public void StopAll()
    {
        foreach (var (exchange, _) in _exchanges)
        {
            exchange.Deadline.Stop(StopReason.ShuttingDown);
        }
    }

    /// <summary>Waits until there are none; false where the time was over, or the wait was cancelled, first.</summary>
    public async Task<bool> WaitForNoneAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A full fence: who takes the last one away either sees this or is seen by it.
        Interlocked.Exchange(ref _idle, idle);
        if (Count == 0)
        {
            return true;
        }

        try
        {
            await idle.Task.WaitAsync(atMost, time, cancellation);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return Count == 0;
        }
    }
}
