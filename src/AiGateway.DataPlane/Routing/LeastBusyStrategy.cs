using System.Globalization;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>The target with the fewest calls under way for its weight; among equals the weights decide.</summary>
internal sealed class LeastBusyStrategy(Target[] targets) : TargetStrategy
{
    private readonly Spread _spread = new([.. targets.Select(target => target.Settings.Weight)]);

    public override int Choose(ulong among, Exchange exchange, long now)
    {
        var (least, equals) = (double.MaxValue, 0UL);
        for (var i = 0; i < targets.Length; i++)
        {
            if ((among >> i & 1) == 0)
            {
                continue;
            }

            var load = (double)targets[i].Health.UnderWay / targets[i].Settings.Weight;
            (least, equals) = load < least ? (load, 1UL << i) : (least, load == least ? equals | (1UL << i) : equals);
        }

        return _spread.Choose(equals);
    }

    public override string Explain(int place, Exchange exchange, long now) => string.Create(
        CultureInfo.InvariantCulture, $"{targets[place].Health.UnderWay} under way, weight {targets[place].Settings.Weight}");
}
