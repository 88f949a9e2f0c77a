using System.Collections.Frozen;
using AiGateway.Configuration;

namespace AiGateway.Routing;

/// <summary>Every strategy, one line each.</summary>
internal static class TargetStrategies
{
    private static readonly FrozenDictionary<Strategy, Func<ModelRoute, Target[], TargetStrategy>> s_all =
        new Dictionary<Strategy, Func<ModelRoute, Target[], TargetStrategy>>
        {
            [Strategy.Weighted] = static (_, targets) => new WeightedStrategy(targets),
            [Strategy.RoundRobin] = static (_, targets) => new RoundRobinStrategy(targets),
            [Strategy.LeastBusy] = static (_, targets) => new LeastBusyStrategy(targets),
            [Strategy.LowestLatency] = static (_, targets) => new LowestLatencyStrategy(targets),
            [Strategy.LowestCost] = static (route, targets) => new LowestCostStrategy(route, targets),
            [Strategy.Hash] = static (route, targets) => new HashStrategy(route.Settings.HashOn, targets),
        }.ToFrozenDictionary();

    /// <summary>The strategy of a route, for its targets of one priority.</summary>
    public static TargetStrategy Create(ModelRoute route, Target[] targets) => s_all[route.Settings.Strategy](route, targets);
}
