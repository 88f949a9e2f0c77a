using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AiGateway.Limits;
using AiGateway.Pipeline;

namespace AiGateway.Admission;

/// <summary>May they, now? Takes one of the requests a minute before a byte of the body is read: who is over the limit costs nothing.</summary>
public sealed class Admit
{
    /// <summary>Sets the exchange's quota, or refuses.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A step, called as the others are; it has state where counters are shared between replicas.")]
    public Outcome? Run(Exchange exchange)
    {
        if (exchange.Snapshot.Addresses is { } addresses)
        {
            return Judge(exchange, addresses.TryTake(exchange.ClientAddress, out var quota), quota);
        }

        return exchange.Key?.Window is { } window ? Judge(exchange, window.TryTake(out var ofKey), ofKey) : null;
    }

    private static Outcome? Judge(Exchange exchange, bool granted, Quota quota)
    {
        exchange.Quota = quota;
        if (granted)
        {
            return null;
        }

        var seconds = (int)Math.Ceiling(quota.RetryAfter.TotalSeconds);
        return GatewayError.RateLimit with
        {
            Message = string.Create(CultureInfo.InvariantCulture,
                $"The limit of {quota.Limit} requests a minute is reached; try again in {seconds} s."),
            RetryAfter = quota.RetryAfter,
        };
    }
}
