using System.Diagnostics.CodeAnalysis;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>Whom to ask? Finds the route of the model, and puts its targets in order.</summary>
public sealed class Plan
{
    /// <summary>Sets the exchange's route and target, or refuses.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A step, called as the others are.")]
    public Outcome? Run(Exchange exchange)
    {
        var models = exchange.Snapshot.Models;
        if ((exchange.Model is { } model ? models.Find(model) : models.Find("")) is not { } route)
        {
            return GatewayError.ModelNotFound;
        }

        exchange.Route = route;
        exchange.Itinerary = new Itinerary(route);
        return null;
    }
}
