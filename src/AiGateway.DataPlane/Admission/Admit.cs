using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AiGateway.Limits;
using AiGateway.Pipeline;

namespace AiGateway.Admission;

/// <summary>May they, now? Takes one of the requests a minute before a byte of the body is read: who is over the limit costs nothing.</summary>
public sealed class Admit
{
    // Nobody knows when one of the others ends; a second is what a client waits anyway.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Sets the exchange's quota and place, or refuses.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A step, called as the others are; it has state where counters are shared between replicas.")]
    public Outcome? Run(Exchange exchange)
    {
        return TakeRequest(exchange) ?? TakePlace(exchange);
    }

    // Where addresses are limited, a key has a window only if it has a limit of its own, which is what its headers tell.
    private static Outcome? TakeRequest(Exchange exchange)
    {
        if (exchange.Snapshot.Addresses is { } addresses
            && Judge(exchange, addresses.TryTake(exchange.ClientAddress, out var quota), quota) is { } refused)
        {
            return refused;
        }

        return exchange.Key?.Window is { } window ? Judge(exchange, window.TryTake(out var ofKey), ofKey) : null;
    }

    private static Outcome? TakePlace(Exchange exchange)
    {
        if (exchange.Key?.Places is not { } places)
        {
            return null;
        }

        if (places.TryEnter())
        {
            exchange.Place = places;
            return null;
        }

        return GatewayError.RateLimit with
        {
            Message = string.Create(CultureInfo.InvariantCulture, $"The limit of {places.Limit} requests at once is reached; try again when one of them has ended."),
            RetryAfter = s_pause,
            Limit = "concurrent",
        };
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
