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
        if (exchange.Match.Operation?.EventsParameter is not { } parameter)
        {
            return;
        }

        var name = parameter[..parameter.IndexOf('=', StringComparison.Ordinal)];
        var (left, value) = exchange.Query.Length > 1 ? QueryKey.Cut(exchange.Query, name) : ("", null);
        if (value is not null && parameter.AsSpan(name.Length + 1).SequenceEqual(value))
        {
            return;
        }

        exchange.WantsArray = true;
        exchange.Query = left.Length > 0 ? $"{left}&{parameter}" : "?" + parameter;
    }
}
