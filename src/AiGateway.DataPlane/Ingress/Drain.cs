namespace AiGateway.Ingress;

/// <summary>How far a shutdown has come. Set by the host, read by every request.</summary>
public sealed class Drain
{
    private volatile DrainState _state;

    /// <summary>How far it has come.</summary>
    public DrainState State => _state;

    /// <summary>Connections are asked to close, and probes say not ready.</summary>
    public bool IsLeaving => _state != DrainState.Serving;

    /// <summary>Goes on to a later state.</summary>
    public void Enter(DrainState state) => _state = state;
}

/// <summary>The states of a shutdown, in order.</summary>
public enum DrainState
{
    /// <summary>No shutdown.</summary>
    Serving,

    /// <summary>Not ready any more, but serving, until load balancers have noticed.</summary>
    Leaving,

    /// <summary>New work is refused; what runs may finish.</summary>
    Refusing,
}
