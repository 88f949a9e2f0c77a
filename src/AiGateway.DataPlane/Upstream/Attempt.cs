using AiGateway.Dialects.Json;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using AiGateway.Telemetry;

namespace AiGateway.Upstream;

/// <summary>Asks the provider, and has the answer relayed. The only loop of the pipeline.</summary>
public sealed class Attempt(Relay relay, MemoryBudget budget, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Returns when the answer has been written in full, or why there is none.</summary>
    public async ValueTask<Outcome> RunAsync(Exchange exchange)
    {
        var provider = exchange.Target!.Provider;
        var usageEdit = EditThatAsksForUsage(exchange, provider);
        var wasRefused = false;
        while (true)
        {
            await using var call = new UpstreamCall(exchange, provider, time);
            if (await call.SendAsync(usageEdit) is { } failure)
            {
                metrics.CountAttempt(provider.Name, failure.Kind);
                return failure.Report;
            }

            if (call.Answer.IsSuccessStatusCode)
            {
                if (wasRefused)
                {
                    // It was that indeed, and not something of the caller's own: never again for this model.
                    provider.RememberRefusal(exchange.Model ?? "");
                }

                return await relay.RunAsync(exchange, call, withholdsUsage: usageEdit is not null);
            }

            using var refusal = new ErrorAnswer(call, budget);
            if (await refusal.ReadAsync(exchange) is { } broken)
            {
                metrics.CountAttempt(provider.Name, broken.Kind);
                return broken.Report;
            }

            metrics.CountAttempt(provider.Name, refusal.Kind);
            if (usageEdit is null || !refusal.IsAboutStreamOptions)
            {
                return relay.PassOn(exchange, call, refusal);
            }

            // The field was ours, not the caller's: once more without it.
            usageEdit = null;
            wasRefused = true;
        }
    }

    private static BodyEdit? EditThatAsksForUsage(Exchange exchange, Provider provider) =>
        exchange.Operation.UsageOnRequest && exchange.Envelope.TryAskForUsage(out var edit) && !provider.RefusesUsage(exchange.Model ?? "") ? edit : null;
}
