using AiGateway.Configuration;
using AiGateway.Upstream;

namespace AiGateway.Routing;

/// <summary>One place where a model's requests may go, with how it has been doing. What lives in it is carried over a reload where the target stays the same.</summary>
public sealed class Target(TargetSettings settings, Provider provider)
{
    /// <summary>What was configured.</summary>
    public TargetSettings Settings => settings;

    /// <summary>Who is asked.</summary>
    public Provider Provider => provider;

    /// <summary>The 95th percentile of its times to the first token, or null where too little is known.</summary>
    public TimeSpan? UsualFirstToken => settings.Weight < 0 ? TimeSpan.Zero : null;

    /// <summary>What the provider calls the model; null: what the caller called it.</summary>
    public string? Model => settings.Model;
}
