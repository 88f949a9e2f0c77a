using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>Relays a stream of server-sent events, event by event.</summary>
internal sealed class EventRelay(AnswerHead head, Settle settle, MemoryBudget budget, TimeProvider time)
{
    /// <summary>Returns when the last event has been written, or what became of the stream.</summary>
    public async ValueTask<RelayResult> RunAsync(Exchange exchange, UpstreamCall call, bool withholdsUsage)
    {
        exchange.IsStream = true;
        using var pump = new EventPump(exchange, call, head, settle, budget, time, withholdsUsage);
        try
        {
            return await pump.RunAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return await pump.BreakAsync(Failure.Of(exception, exchange.Deadline.Reason));
        }
        finally
        {
            // Whoever hangs up, or is cut off, has still used what was generated until then.
            exchange.Usage = exchange.Operation.Model == ModelPlace.Nowhere ? null : pump.Usage;
        }
    }
}
