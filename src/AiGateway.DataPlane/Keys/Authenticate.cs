using AiGateway.Limits;
using AiGateway.Pipeline;

namespace AiGateway.Keys;

/// <summary>Who asks? Looks the key up by its hash, and slows an address that keeps guessing; a valid key is never slowed.</summary>
public sealed class Authenticate(TimeProvider time)
{
    /// <summary>Failed authentications that one address has in a minute.</summary>
    public const int FailuresPerMinute = 600;

    private readonly AddressWindows _failures = new(FailuresPerMinute, time);

    /// <summary>Sets the exchange's key, or says why there is none.</summary>
    public Outcome? Run(Exchange exchange)
    {
        var found = KeyCarrier.Find(exchange.RequestHeaders, exchange.Match.Dialect?.KeyHeader, exchange.QueryKey, out var key);
        if (found == KeyCarrierResult.Found && KeyHash.TryOf(key, out var hash) && exchange.Snapshot.Keys.TryGetValue(hash, out var gatewayKey))
        {
            return Outcome.Of(Judge(exchange, gatewayKey));
        }

        if (!_failures.TryTake(exchange.ClientAddress, out _))
        {
            return GatewayError.TooManyFailedKeys;
        }

        return found switch
        {
            KeyCarrierResult.Missing => GatewayError.KeyRequired,
            KeyCarrierResult.Malformed => GatewayError.KeyFormat,
            _ => GatewayError.KeyInvalid,
        };
    }

    // Who had it once is no guesser.
    private GatewayError? Judge(Exchange exchange, GatewayKey key)
    {
        if (key.Expires <= time.GetUtcNow())
        {
            return GatewayError.KeyExpired;
        }

        exchange.Key = key;
        return null;
    }
}
