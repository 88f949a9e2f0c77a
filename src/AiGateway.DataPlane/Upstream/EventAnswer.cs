using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>An answer that is a stream of server-sent events, event by event.</summary>
internal sealed class EventAnswer(
    Exchange exchange, UpstreamCall call, EventReply reply, Settle settle, MemoryBudget budget, in EventRules rules) : Answer
{
    private readonly EventPump _pump = new(exchange, call, reply, settle, budget, rules);

    public override bool IsStream => true;

    public override async ValueTask<Failure?> OpenAsync()
    {
        try
        {
            return await _pump.OpenAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Failure.Of(exception, call.Deadline.Reason);
        }
    }

    public override async ValueTask<RelayResult> DeliverAsync()
    {
        try
        {
            return await _pump.DeliverAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return await _pump.BreakAsync(Failure.Of(exception, call.Deadline.Reason));
        }
        finally
        {
            // Whoever hangs up, or is cut off, has still used what was generated until then.
            exchange.Usage = _pump.Usage;
        }
    }

    public override void Dispose() => _pump.Dispose();
}
