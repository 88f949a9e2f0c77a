using AiGateway.Configuration;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>The time for everything, over all attempts: the model's, and less where the caller says so.</summary>
internal static class TotalTime
{
    private const string Header = "x-gateway-timeout";

    /// <summary>Begins it.</summary>
    /// <returns>What is wrong with what the caller says, or null.</returns>
    public static GatewayError? Begin(Exchange exchange)
    {
        var total = exchange.Itinerary!.Route.Settings.Timeout.Total;
        if (exchange.RequestHeaders[Header] is { Count: > 0 } header)
        {
            var told = Duration.Parse(header.ToString());
            if (!told.IsGood || told.Value < TimeSpan.FromMilliseconds(1))
            {
                return GatewayError.BadRequest with { Message = $"The header {Header} is not a duration such as 500ms, 10s or 2m.", Param = Header };
            }

            total = total < told.Value ? total : told.Value;
        }

        if (total is { } limit)
        {
            exchange.Deadline.SetTotal(limit);
        }

        return null;
    }
}
