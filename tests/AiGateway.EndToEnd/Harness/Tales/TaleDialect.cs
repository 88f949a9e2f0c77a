using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>A dialect, as its callers ask for the tale in it and as its providers tell it.</summary>
public abstract class TaleDialect
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TaleDialect> All { get; } = [new ChatTale(), new ResponsesTale(), new AnthropicTale(), new GeminiTale()];

    /// <summary>The word by which models and providers are called after it.</summary>
    public abstract string Name { get; }

    /// <summary>What makes a provider speak this dialect alone, as the members of its line in the configuration file.</summary>
    public abstract string ProviderType { get; }

    /// <summary>A model of such a provider that goes on from a begun answer.</summary>
    public abstract string ProviderModel { get; }

    /// <summary>The one of a name.</summary>
    public static TaleDialect Of(string name) => All.Single(dialect => dialect.Name == name);

    /// <summary>The request for the tale, streamed.</summary>
    /// <param name="model">The gateway's model.</param>
    public abstract CallerRequest Ask(string model);

    /// <summary>The beginning of the answer that a provider is given; null where it is to start at the beginning.</summary>
    public abstract string? BegunIn(JsonElement request);

    /// <summary>Begins to tell as a provider does.</summary>
    /// <param name="teller">Whose ids and models all events bear.</param>
    public abstract Telling NewTelling(string teller);

    /// <summary>Takes a stream apart as a caller does, and fails the test where its events are not those, or not in the order, of the dialect.</summary>
    public abstract HeardTale Hear(RawAnswer answer);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
