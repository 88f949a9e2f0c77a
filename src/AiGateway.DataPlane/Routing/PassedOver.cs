namespace AiGateway.Routing;

/// <summary>The targets that a request has passed over, since they could not be asked at the time. Some of them may be come back to. Bounded.</summary>
internal sealed class PassedOver
{
    // Of those that were passed over, as many may be come back to.
    private const int Most = 32;

    // What a full provider, or one whose probe is under way, is likely to need.
    private const long FullWait = 1000;

    private readonly List<(ModelRoute Route, Target Target, string Model)> _entries = [];

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>One of them.</summary>
    public (ModelRoute Route, Target Target, string Model) this[int index] => _entries[index];

    /// <summary>Adds one.</summary>
    public void Add(ModelRoute route, Target target, string model)
    {
        if (_entries.Count < Most)
        {
            _entries.Add((route, target, model));
        }
    }

    /// <summary>Takes one out, since it is asked now.</summary>
    public void RemoveAt(int index) => _entries.RemoveAt(index);

    /// <summary>Nobody of a route is to be come back to.</summary>
    public void Forget(ModelRoute route) => _entries.RemoveAll(entry => entry.Route == route);

    /// <summary>Somebody could be asked now.</summary>
    public bool AnyReady(long now)
    {
        foreach (var (_, target, model) in _entries)
        {
            if (Obstacles.Of(target, model, now, out _) is Obstacle.None or Obstacle.Doubtful)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Milliseconds until the first of them may be asked.</summary>
    public long ShortestWait(long now)
    {
        var shortest = long.MaxValue;
        foreach (var (_, target, model) in _entries)
        {
            var obstacle = Obstacles.Of(target, model, now, out var wait);
            shortest = Math.Min(shortest, obstacle == Obstacle.None ? 1 : wait > 0 ? wait : FullWait);
        }

        return shortest;
    }
}
