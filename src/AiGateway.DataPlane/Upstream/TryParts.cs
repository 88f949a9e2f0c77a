using AiGateway.Ingress;
using AiGateway.Telemetry;

namespace AiGateway.Upstream;

/// <summary>What all tries share.</summary>
internal sealed record TryParts(Relay Relay, MemoryBudget Budget, GatewayMetrics Metrics, Deadline.Pool Deadlines, TimeProvider Time);
