using AiGateway.Configuration;
using AiGateway.Telemetry;
using AiGateway.Upstream;

namespace AiGateway.Routing;

/// <summary>One place where a model's requests may go. Immutable; how it has been doing is in <see cref="Health"/>.</summary>
/// <param name="settings">What was configured.</param>
/// <param name="provider">Who is asked.</param>
/// <param name="health">How it has been doing before; null, the default: nothing is known.</param>
public sealed class Target(TargetSettings settings, Provider provider, TargetHealth? health = null)
{
    /// <summary>What was configured.</summary>
    public TargetSettings Settings => settings;

    /// <summary>Who is asked.</summary>
    public Provider Provider => provider;

    /// <summary>What the provider calls the model; null: what the caller called it.</summary>
    public string? Model => settings.Model;

    /// <summary>How it has been doing.</summary>
    public TargetHealth Health { get; } = health ?? new TargetHealth(new BreakerSettings());

    /// <summary>The 95th percentile of its times to the first token, or null where too little is known.</summary>
    public TimeSpan? UsualFirstToken => Health.FirstTokens.Percentile95();

    /// <summary>The model that it is a target of.</summary>
    internal ModelRoute? Route { get; set; }

    /// <summary>Its tokens, once some were counted.</summary>
    internal TokenSeries? Tokens { get; set; }

    /// <summary>What distinguishes it from the others of its model, the same in every process: rendezvous hashing goes by it.</summary>
    internal ulong Identity { get; } = StableHash.Of($"{provider.Name}/{settings.Model}");

    /// <summary>The provider and what it calls the model: <c>dashscope/qwen-plus</c>; the provider alone where the caller's name is passed on.</summary>
    public override string ToString() => Model is null ? Provider.Name : $"{Provider.Name}/{Model}";
}
