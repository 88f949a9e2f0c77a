namespace AiGateway.Configuration;

/// <summary>The snapshot that holds now. Swapped by one write; a request takes it once and keeps it.</summary>
public sealed class LiveConfiguration(Snapshot initial)
{
    private Snapshot _current = initial;

    /// <summary>The snapshot for a request that begins now.</summary>
    public Snapshot Current => Volatile.Read(ref _current);

    /// <summary>From now on, requests begin with this one.</summary>
    public void Publish(Snapshot snapshot) => Volatile.Write(ref _current, snapshot);
}
