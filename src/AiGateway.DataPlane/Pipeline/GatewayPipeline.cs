using System.Runtime.CompilerServices;
using AiGateway.Admission;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Ledger;
using AiGateway.Routing;
using AiGateway.State;
using AiGateway.Upstream;

namespace AiGateway.Pipeline;

/// <summary>What happens to a request, from top to bottom. A step that returns an outcome ends it; one that returns null lets the next run.</summary>
public sealed class GatewayPipeline(Authenticate authenticate, Admit admit, Read read, Consult consult, ListModels listModels, Plan plan, Attempt attempt, Settle settle)
{
    /// <summary>Runs a request that has an operation; its answer, if one was begun, has been written when this returns.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> RunAsync(Exchange exchange)
    {
        Outcome? outcome = null;
        try
        {
            return outcome =
                authenticate.Run(exchange)              // who asks?
                ?? admit.Run(exchange)                  // may they, now?
                ?? await read.RunAsync(exchange)        // what for?
                ?? consult.Run(exchange)                // about an answer that is kept here?
                ?? listModels.Run(exchange)             // only which models there are?
                ?? plan.Run(exchange)                   // whom to ask, in which order
                ?? await attempt.RunAsync(exchange);    // ask the provider, and relay the answer
        }
        finally
        {
            exchange.Outcome = outcome;
            settle.Run(exchange);                       // once: a whole answer was settled before its last bytes left
        }
    }

    /// <summary>Runs a request that has none, so that whoever holds a key has spent one of his requests on it.</summary>
    public Outcome Refuse(Exchange exchange, GatewayError error)
    {
        var refused = authenticate.Run(exchange) is null ? admit.Run(exchange) : null;
        settle.Run(exchange);
        return refused ?? error;
    }
}
