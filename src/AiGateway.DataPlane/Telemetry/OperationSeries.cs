using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The times of one operation, so that observing one looks nothing up. Thread-safe.</summary>
internal sealed class OperationSeries(string operation, Histogram duration, Histogram overhead, Histogram firstToken)
{
    public Histogram.Child Duration { get; } = duration.WithLabels(operation);

    public Histogram.Child Overhead { get; } = overhead.WithLabels(operation);

    public Histogram.Child FirstToken { get; } = firstToken.WithLabels(operation);
}
