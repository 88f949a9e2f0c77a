using System.Collections.Concurrent;
using System.Globalization;
using AiGateway.Dialects;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The requests of one model by operation, provider and status, so that counting one is one look-up. Thread-safe; kept with the model's route.</summary>
internal sealed class RequestSeries
{
    private const string Unknown = "unknown";
    private const string NotCalled = "none";

    private readonly ConcurrentDictionary<Key, Counter.Child> _children = new();

    /// <summary>Counts a request.</summary>
    /// <param name="requests">The metric.</param>
    /// <param name="model">The model's configured name.</param>
    /// <param name="operation">What was asked for; null where the path is none.</param>
    /// <param name="provider">Who answered, or was asked last; null where nobody was.</param>
    /// <param name="status">What the caller got.</param>
    public void Count(Counter requests, string model, Operation? operation, string? provider, int status)
    {
        var key = new Key(operation?.Name ?? Unknown, provider ?? NotCalled, status);
        if (!_children.TryGetValue(key, out var child))
        {
            child = _children.GetOrAdd(key, requests.WithLabels(key.Operation, model, key.Provider, status.ToString(CultureInfo.InvariantCulture)));
        }

        child.Inc();
    }

    private readonly record struct Key(string Operation, string Provider, int Status);
}
