using AiGateway.Dialects;
using AiGateway.Pipeline;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The calls to one provider by what came of them, so that counting one looks nothing up. Thread-safe.</summary>
internal sealed class ProviderSeries(string provider, Counter attempts)
{
    private readonly Counter.Child _success = attempts.WithLabels(provider, "success");
    private readonly Counter.Child[] _failures = [.. FailureTable.All.Select(rule => attempts.WithLabels(provider, rule.Metric))];

    /// <summary>Counts a call by what came of it.</summary>
    public void CountAttempt(FailureKind? failure) => (failure is { } kind ? _failures[(int)kind] : _success).Inc();
}
