using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>Asks a second target where the first is slow to begin, and takes whichever begins first. The other is given up.</summary>
internal static class Hedge
{
    /// <summary>Opens the first try, and the second if it has to.</summary>
    /// <param name="first">The first try, with a deadline of its own.</param>
    /// <param name="after">How long the first has for itself.</param>
    /// <param name="second">Makes the second try, with a deadline of its own; null where there is nobody to ask.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The try that began, or failed last, and why it failed; the other has been ended and disposed.</returns>
    public static async ValueTask<(Try Try, Failure? Failure)> OpenAsync(Try first, TimeSpan after, Func<Try?> second, TimeProvider time)
    {
        var opening = first.OpenAsync().AsTask();
        if (await CompletesWithinAsync(opening, after, time) || second() is not { } other)
        {
            return (first, await opening);
        }

        var otherOpening = other.OpenAsync().AsTask();
        try
        {
            return await RaceAsync(first, opening, other, otherOpening);
        }
        catch
        {
            // A bug. The first is its owner's to dispose of; the second is not known to anybody yet.
            first.Supersede();
            other.Supersede();
            await Task.WhenAll((Task)opening, otherOpening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await other.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<(Try Try, Failure? Failure)> RaceAsync(Try first, Task<Failure?> opening, Try other, Task<Failure?> otherOpening)
    {
        var faster = await Task.WhenAny(opening, otherOpening);
        if (await faster is not null)
        {
            // It failed: all depends on the other.
            faster = faster == opening ? otherOpening : opening;
            await faster;
        }

        var (winner, loser, losing) = faster == opening ? (first, other, otherOpening) : (other, first, opening);
        loser.Supersede();
        loser.End(await losing ?? Failure.Of(FailureKind.CallerGone));
        await loser.DisposeAsync();
        return (winner, await faster);
    }

    private static async ValueTask<bool> CompletesWithinAsync(Task task, TimeSpan limit, TimeProvider time)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        try
        {
            await task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return task.IsCompleted;
        }
    }
}
