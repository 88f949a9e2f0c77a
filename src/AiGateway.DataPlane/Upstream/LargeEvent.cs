using AiGateway.Dialects.Json;
using AiGateway.Ingress;

namespace AiGateway.Upstream;

/// <summary>What it takes to read one event into objects, where it is so large that it counts.</summary>
internal static class LargeEvent
{
    // What every stream may take without asking, for as long as it takes to read an event.
    private const int Free = 64 * 1024;

    /// <summary>Takes room for reading an event, to be given back once it was read; false where there is not enough.</summary>
    /// <param name="budget">What it is taken from.</param>
    /// <param name="serverSentEvent">The event.</param>
    /// <param name="taken">How much was taken.</param>
    public static bool TryTake(MemoryBudget budget, ReadOnlySpan<byte> serverSentEvent, out long taken)
    {
        taken = 0;
        if (serverSentEvent.Length <= Free)
        {
            return true;
        }

        var weight = JsonWeight.Of(serverSentEvent).Reading;
        var isTaken = budget.TryTake(weight);
        taken = isTaken ? weight : 0;
        return isTaken;
    }
}
