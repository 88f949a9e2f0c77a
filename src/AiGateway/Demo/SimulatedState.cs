using AiGateway.Demo.Files;
using AiGateway.Demo.Responses;

namespace AiGateway.Demo;

/// <summary>What one simulated provider remembers between requests. Thread-safe.</summary>
internal sealed class SimulatedState(TimeProvider time)
{
    private int _flakyRequests;

    public TimeProvider Time { get; } = time;

    public FileStore Files { get; } = new();

    public ResponseStore Responses { get; } = new();

    /// <summary>True for the first, third, fifth … request to a flaky model.</summary>
    public bool FlakyRequestFails() => (Interlocked.Increment(ref _flakyRequests) & 1) == 1;
}
