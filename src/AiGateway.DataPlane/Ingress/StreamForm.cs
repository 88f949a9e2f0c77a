using AiGateway.Pipeline;

namespace AiGateway.Ingress;

/// <summary>
/// Finds out whether a caller wants a stream as events, or as the JSON array that some paths give to whoever does not ask for events. Providers are
/// asked for events in either case: an array has no form in which its end, or what breaks it, could be told from the rest.
/// </summary>
internal static class StreamForm
{
    /// <summary>Sets what the caller wants, and the exchange's query to what asks for events.</summary>
    public static void Take(Exchange exchange)
    {
        if (exchange.Match.Operation?.EventsParameters is not { Count: > 0 } parameters)
        {
            return;
        }

        var left = exchange.Query;
        for (var i = 0; i < parameters.Count && left.Length > 1; i++)
        {
            var parameter = parameters[i].AsSpan();
            var equals = parameter.IndexOf('=');
            (left, var value) = QueryKey.Cut(left, parameter[..equals].ToString());
            if (value is not null && parameter[(equals + 1)..].SequenceEqual(value))
            {
                return;
            }
        }

        exchange.WantsArray = true;
        exchange.Query = left.Length > 1 ? $"{left}&{parameters[0]}" : "?" + parameters[0];
    }
}
