using AiGateway.Dialects;
using AiGateway.Pipeline;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The series of one provider, so that counting a call looks nothing up. Thread-safe.</summary>
internal sealed class ProviderSeries
{
    private readonly Counter.Child _success;
    private readonly Counter.Child[] _failures;
    private readonly Counter.Child _input;
    private readonly Counter.Child _cacheRead;
    private readonly Counter.Child _cacheWrite;
    private readonly Counter.Child _output;
    private readonly Counter.Child _reasoning;

    public ProviderSeries(string provider, string model, Counter attempts, Counter tokens)
    {
        _success = attempts.WithLabels(provider, "success");
        _failures = [.. FailureTable.All.Select(rule => attempts.WithLabels(provider, rule.Metric))];
        _input = tokens.WithLabels(model, provider, "input");
        _cacheRead = tokens.WithLabels(model, provider, "cache_read");
        _cacheWrite = tokens.WithLabels(model, provider, "cache_write");
        _output = tokens.WithLabels(model, provider, "output");
        _reasoning = tokens.WithLabels(model, provider, "reasoning");
    }

    /// <summary>Counts a call by what came of it.</summary>
    public void CountAttempt(FailureKind? failure) => (failure is { } kind ? _failures[(int)kind] : _success).Inc();

    /// <summary>Counts tokens by kind.</summary>
    public void CountTokens(in TokenUsage usage)
    {
        _input.Inc(usage.Input);
        _cacheRead.Inc(usage.CacheRead);
        _cacheWrite.Inc(usage.CacheWrite);
        _output.Inc(usage.Output);
        _reasoning.Inc(usage.Reasoning);
    }
}
