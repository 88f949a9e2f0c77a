using AiGateway.Pipeline;
using AiGateway.Telemetry;

namespace AiGateway.Ledger;

/// <summary>Books what a request used. Runs exactly once: before the last bytes of a whole answer leave, or when it ended in any other way.</summary>
public sealed class Settle(GatewayMetrics metrics)
{
    /// <summary>Settles, unless that has been done.</summary>
    public void Run(Exchange exchange)
    {
        if (exchange.IsSettled)
        {
            return;
        }

        exchange.IsSettled = true;
        exchange.Place?.Leave();
        if (exchange.Usage is { } usage)
        {
            metrics.CountTokens(exchange.Target!, usage);
        }
    }
}
