using System.Buffers;
using AiGateway.Configuration;
using AiGateway.Dialects.Json;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>What of a request says that it belongs together with others.</summary>
internal static class Affinity
{
    private const string SessionHeader = "x-session-id";
    private const int PromptBytes = 1024;

    /// <summary>The hash of a request's session, user or prompt; of its key where it has none.</summary>
    public static ulong Of(Exchange exchange, HashOn on) => on switch
    {
        HashOn.Session => OfSession(exchange) ?? OfUser(exchange) ?? OfKey(exchange),
        HashOn.User => OfUser(exchange) ?? OfKey(exchange),
        _ => OfPrompt(exchange) ?? OfKey(exchange),
    };

    private static ulong? OfSession(Exchange exchange) =>
        exchange.RequestHeaders.TryGetValue(SessionHeader, out var session) && session.ToString() is { Length: > 0 } text ? StableHash.Of(text) : null;

    private static ulong? OfUser(Exchange exchange) => exchange.Body is { Length: > 0 } body ? Hash(AffinityMembers.FindUser(body.Sequence)) : null;

    private static ulong? OfPrompt(Exchange exchange) => exchange.Body is { Length: > 0 } body ? Hash(AffinityMembers.FindPrompt(body.Sequence)) : null;

    private static ulong OfKey(Exchange exchange) => StableHash.Of(exchange.Key?.Name);

    private static ulong? Hash(in ReadOnlySequence<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        var hash = StableHash.Begin;
        foreach (var part in value.Slice(0, Math.Min(value.Length, PromptBytes)))
        {
            hash = StableHash.Add(hash, part.Span);
        }

        return StableHash.Finish(hash);
    }
}
