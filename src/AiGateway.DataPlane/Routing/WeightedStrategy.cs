using System.Globalization;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>Each target has its share by weight: exactly so of any round, and spread evenly over it.</summary>
internal sealed class WeightedStrategy(Target[] targets) : TargetStrategy
{
    private readonly Spread _spread = new([.. targets.Select(target => target.Settings.Weight)]);

    public override int Choose(ulong among, Exchange exchange, long now) => _spread.Choose(among);

    public override string Explain(int place, Exchange exchange, long now) => string.Create(
        CultureInfo.InvariantCulture, $"weight {targets[place].Settings.Weight} of {targets.Sum(target => (long)target.Settings.Weight)}");
}
