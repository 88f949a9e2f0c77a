using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Providers.Rules;

/// <summary>A Chat request as a model of a provider is sent it.</summary>
internal sealed record RuledRequest(JsonObject Body, IReadOnlyList<string> Dropped)
{
    /// <summary>Puts a Chat request to a model.</summary>
    /// <param name="type">The provider's type.</param>
    /// <param name="model">The model.</param>
    /// <param name="members">The members of the request, but for model and messages.</param>
    /// <param name="target">The dialect that the model is asked in; Chat where it is not said.</param>
    /// <param name="streams">A stream is asked for.</param>
    public static RuledRequest Of(string type, string model, string members, DialectCodecs? target = null, bool streams = false) =>
        OfBody(type, model, $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{members}}}""", target, streams);

    /// <summary>Puts a Chat request to a model.</summary>
    public static RuledRequest OfBody(string type, string model, string body, DialectCodecs? target = null, bool streams = false)
    {
        var codecs = target ?? DialectCodecs.Chat;
        var rules = ProviderCatalogue.ByType[type].RulesFor(codecs.Request.Family, model) with { Stream = streams };
        var (json, dropped) = Translating.Request(body, DialectCodecs.Chat, codecs, rules);
        return new RuledRequest(JsonNode.Parse(json)!.AsObject(), dropped);
    }

    /// <summary>A member by its path: <c>thinking.type</c>; null where it is not there.</summary>
    public string? this[string path]
    {
        get
        {
            JsonNode? node = Body;
            foreach (var name in path.Split('.'))
            {
                node = node is JsonArray array ? array[int.Parse(name, null)] : node?[name];
            }

            return node?.ToJsonString();
        }
    }
}
