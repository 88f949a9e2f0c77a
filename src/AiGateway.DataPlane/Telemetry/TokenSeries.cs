using AiGateway.Dialects;
using Prometheus;

namespace AiGateway.Telemetry;

/// <summary>The tokens of one target by kind, so that counting them looks nothing up. Thread-safe; kept with the target.</summary>
internal sealed class TokenSeries(Counter tokens, string model, string provider)
{
    private readonly Counter.Child _input = tokens.WithLabels(model, provider, "input");
    private readonly Counter.Child _cacheRead = tokens.WithLabels(model, provider, "cache_read");
    private readonly Counter.Child _cacheWrite = tokens.WithLabels(model, provider, "cache_write");
    private readonly Counter.Child _output = tokens.WithLabels(model, provider, "output");
    private readonly Counter.Child _reasoning = tokens.WithLabels(model, provider, "reasoning");

    /// <summary>Counts what an answer used.</summary>
    public void Count(in TokenUsage usage)
    {
        _input.Inc(usage.Input);
        _cacheRead.Inc(usage.CacheRead);
        _cacheWrite.Inc(usage.CacheWrite);
        _output.Inc(usage.Output);
        _reasoning.Inc(usage.Reasoning);
    }
}
