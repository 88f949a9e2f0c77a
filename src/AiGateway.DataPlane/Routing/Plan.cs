using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>Whom to ask? Finds the route of the model, and plans the way over its targets.</summary>
public sealed class Plan(TimeProvider time)
{
    /// <summary>Sets the exchange's route and itinerary, or refuses.</summary>
    public Outcome? Run(Exchange exchange)
    {
        var models = exchange.Snapshot.Models;
        if (JudgeRights(exchange) is { } refused)
        {
            return refused;
        }

        var route = exchange.Model is { } model ? models.Find(model) : models.WithoutModel;
        if (route is null)
        {
            return ModelErrors.NotFound(exchange.Model!, exchange.Snapshot, exchange.Key?.Models);
        }

        exchange.Route = route;

        // What belongs to no model (a file, a batch, a stored answer) is at one provider and at no other.
        exchange.Itinerary = new Itinerary(exchange, route, time, isPinned: exchange.Operation.Model == ModelPlace.Nowhere);
        return null;
    }

    private static GatewayError? JudgeRights(Exchange exchange)
    {
        if (exchange.Key?.Models is not { } allowed)
        {
            return null;
        }

        if (exchange.Model is { } model)
        {
            return allowed.Allow(model) ? null : ModelErrors.NotAllowed(model);
        }

        if (exchange.Operation.Model != ModelPlace.Nowhere)
        {
            return ModelErrors.Unnamed;
        }

        return exchange.Operation.RunsUnseenModels ? ModelErrors.Unseen : null;
    }
}
