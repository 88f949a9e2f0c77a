namespace AiGateway.Routing;

/// <summary>Tells whether a target may be asked. Changes nothing: that it may be is not yet a call.</summary>
internal static class Obstacles
{
    /// <summary>What stands in the way.</summary>
    /// <param name="target">The target.</param>
    /// <param name="model">What it calls the model.</param>
    /// <param name="now">The time, in milliseconds of the monotonic clock.</param>
    /// <param name="wait">Milliseconds until nothing will, as far as is known; 0 where it is not.</param>
    public static Obstacle Of(Target target, string model, long now, out long wait)
    {
        wait = 0;
        var breaker = target.Health.BreakerFor(model, now);
        if (!breaker.CanEnter(now))
        {
            wait = (long)breaker.OpenFor(now).TotalMilliseconds;
            return Obstacle.Down;
        }

        if (target.Provider.Places?.IsFull == true)
        {
            return Obstacle.Full;
        }

        return target.Provider.Keys.BestFor(model, now, out wait) switch
        {
            KeyFitness.Benched => Obstacle.NoKey,
            KeyFitness.Doubtful => Obstacle.Doubtful,
            _ => Obstacle.None,
        };
    }

    /// <summary>The obstacle as logs name it.</summary>
    public static string NameOf(Obstacle obstacle) => obstacle switch
    {
        Obstacle.Down => "down",
        Obstacle.Full => "full",
        Obstacle.NoKey => "no_key",
        Obstacle.Doubtful => "limited",
        _ => "busy",
    };
}
