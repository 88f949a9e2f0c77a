using AiGateway.Configuration;
using AiGateway.Routing;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>What every breaker lets through, read when the metrics are. Not thread-safe: metrics are collected one at a time.</summary>
internal sealed class BreakerGauge(Gauge gauge, LiveConfiguration configuration, TimeProvider time)
{
    private readonly Dictionary<(string Provider, string Model), BreakerState> _worst = [];

    /// <summary>Sets every series, and takes away those whose target there is no more.</summary>
    public void Collect()
    {
        _worst.Clear();
        var now = Monotonic.Milliseconds(time);
        foreach (var route in configuration.Current.Models.All)
        {
            foreach (var target in route.Targets)
            {
                // Two models may share a target's name; the worse of the two is what somebody should know of.
                var labels = (target.Provider.Name, target.Model ?? route.Name);
                var state = target.Health.WorstAt(now);
                _worst[labels] = _worst.TryGetValue(labels, out var known) && known > state ? known : state;
            }
        }

        foreach (var labels in gauge.GetAllLabelValues())
        {
            if (!_worst.ContainsKey((labels[0], labels[1])))
            {
                gauge.RemoveLabelled(labels);
            }
        }

        foreach (var (labels, state) in _worst)
        {
            gauge.WithLabels(labels.Provider, labels.Model).Set((int)state);
        }
    }
}
