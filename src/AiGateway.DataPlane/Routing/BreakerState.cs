namespace AiGateway.Routing;

/// <summary>What a breaker lets through. The numbers are those of the metric <c>aigateway_breaker_state</c>.</summary>
public enum BreakerState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>A few probes.</summary>
    HalfOpen,

    /// <summary>Nothing.</summary>
    Open,
}
