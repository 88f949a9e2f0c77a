using System.Globalization;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The series of one operation, so that counting a request looks nothing up. Thread-safe.</summary>
internal sealed class OperationSeries(string operation, string model, string provider, Counter requests, Histogram duration, Histogram overhead, Histogram firstToken)
{
    private const int Statuses = 600;
    private const string NotCalled = "none";

    private readonly Counter.Child?[] _called = new Counter.Child?[Statuses];
    private readonly Counter.Child?[] _notCalled = new Counter.Child?[Statuses];

    public Histogram.Child Duration { get; } = duration.WithLabels(operation);

    public Histogram.Child Overhead { get; } = overhead.WithLabels(operation);

    public Histogram.Child FirstToken { get; } = firstToken.WithLabels(operation);

    /// <summary>Counts a request by its status, and by whether a provider was called for it.</summary>
    public void Count(int status, bool called)
    {
        var index = status is > 0 and < Statuses ? status : 0;
        ref var child = ref (called ? _called : _notCalled)[index];
        (child ??= requests.WithLabels(operation, model, called ? provider : NotCalled, index.ToString(CultureInfo.InvariantCulture))).Inc();
    }
}
