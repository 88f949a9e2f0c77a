namespace AiGateway.EndToEnd.Harness;

/// <summary>Every wait of these tests ends: with what was waited for, or with a failure that says what it was.</summary>
public static class Deadline
{
    /// <summary>Long enough for a busy machine; nothing that works takes nearly as long.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public static async Task<T> Within<T>(this Task<T> task, string what, TimeSpan? limit = null)
    {
        await Within((Task)task, what, limit);
        return await task;
    }

    public static async Task Within(this Task task, string what, TimeSpan? limit = null)
    {
        try
        {
            await task.WaitAsync(limit ?? Usual, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {(limit ?? Usual).TotalSeconds} s in vain for {what}.");
        }
    }

    /// <summary>Waits until something has become so.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? Usual))
            {
                throw new TimeoutException($"Waited {(limit ?? Usual).TotalSeconds} s in vain until {what}.");
            }

            await PauseAsync(Poll);
        }
    }

    /// <summary>Whether a task is still pending after a while: for what must not happen.</summary>
    public static async Task<bool> StaysPendingAsync(this Task task, TimeSpan time) =>
        await Task.WhenAny(task, PauseAsync(time)) != task;

    /// <summary>Lets time pass that is itself the subject of a test (a trickle, an idle timeout). Never to wait for something.</summary>
    public static Task PauseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
